"""Which release this is."""

from functools import lru_cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version


@lru_cache(maxsize=1)
def version() -> str:
    """Return the version of the installed package, or `0` where the sources run without being installed."""
    try:
        return installed_version("flywheel-check")
    except PackageNotFoundError:
        return "0"
