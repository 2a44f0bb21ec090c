"""`python -m flywheel_core.cli …`: the command where no script is installed."""

import sys

from flywheel_core.cli import main

if __name__ == "__main__":
    sys.exit(main())
