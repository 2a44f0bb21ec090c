"""`flywheel …`: the same core from a terminal.

Exit status 0: done; 1: a fault of ours; 2: wrong input, said in one sentence on standard error; 130:
interrupted.
"""

from flywheel_core.cli.running import main

__all__ = ["main"]
