"""How many files and connections this process may have open at once."""

import logging

#: Five for each phone of a room of a thousand, and as many again.
ENOUGH = 10_000

_LOG = logging.getLogger(__name__)


def raise_the_limit() -> None:
    """Use what the system allows: a phone takes five, and what a shell or a service starts with are 1,024."""
    try:
        import resource
    except ImportError:  # Windows knows no such limit
        return
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = ENOUGH if most == resource.RLIM_INFINITY else min(ENOUGH, most)
    if now != resource.RLIM_INFINITY and now < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
        except (ValueError, OSError):
            wanted = now
    if wanted < ENOUGH:
        _LOG.warning(
            "This process may have %d files open: that is about %d phones at once.", wanted, wanted // 5
        )
