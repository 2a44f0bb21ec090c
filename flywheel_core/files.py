"""Where the files that travel with the product are: logo, fonts, report template, examples."""

from pathlib import Path

_PACKAGE = Path(__file__).parent

#: The answers files in `examples/` that everyone may open, in the order in which they are offered.
EXAMPLES = ("broken", "pipeline", "flywheel")


def asset(name: str) -> Path:
    """Return the path of a file of `assets/`, in a checkout or in an installed wheel.

    `name` is relative to `assets/`, with forward slashes. Raises FileNotFoundError where it is missing.
    """
    for folder in (_PACKAGE / "assets", _PACKAGE.parent / "assets"):
        path = folder / name
        if path.exists():
            return path
    raise FileNotFoundError(f"assets/{name} is not part of this installation")
