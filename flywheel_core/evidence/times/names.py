"""What columns and stages are usually called: the words by which they are guessed."""

from collections.abc import Iterable, Mapping

from flywheel_core.evidence.words import words_of

#: The names of columns, the surest first.
ITEM = (
    "item", "item id", "case id", "case", "case concept name", "trace id", "trace", "id", "request id",
    "request", "ticket id", "ticket", "issue id", "issue", "signal id", "signal", "session id", "session",
    "record id", "record", "order id", "order", "entity id", "entity", "object id",
    "uuid", "guid", "key", "ref", "number",
)  # fmt: skip
STAGE = (
    "stage", "activity", "event", "step", "status", "state", "phase", "event type", "event name",
    "concept name", "activity name", "action", "component", "task", "type", "name", "to status", "to",
    "transition",
)  # fmt: skip
TIME = (
    "timestamp", "time", "at", "datetime", "date time", "time timestamp", "event time", "ts", "occurred at",
    "happened at", "date", "created at", "created", "complete timestamp", "completed at", "start time",
    "when", "changed at", "updated at", "logged at", "recorded at",
)  # fmt: skip
CAUSED_BY = (
    "caused by", "cause", "caused by item", "parent", "parent id", "triggered by", "because of", "origin id",
)  # fmt: skip
RELEASE = (
    "release",
    "release id",
    "release name",
    "version",
    "deployment",
    "deployment id",
    "build",
    "batch",
)

#: The beginnings of the words in a stage's name, the surest first, by component.
COMPONENT: Mapping[str, tuple[str, ...]] = {
    "collection": (
        "collect", "captur", "record", "log", "regist", "creat", "receiv", "submit", "open", "report",
        "arriv", "emit", "sent", "observ", "raised", "signal", "click", "request", "start",
    ),
    "storage": (
        "storage", "stor", "sav", "persist", "warehous", "ingest", "land", "load", "archiv", "databas",
        "writ", "kept", "catalog", "index", "etl", "queue",
    ),
    "analysis": (
        "analy", "insight", "label", "annotat", "train", "understood", "understand", "investigat", "triag",
        "review", "examin", "explor", "learn", "diagnos", "assess", "found",
    ),
    "application": (
        "applic", "appli", "apply", "deploy", "releas", "ship", "live", "launch", "roll", "publish",
        "deliver", "serv", "merg", "production", "implement",
    ),
    "feedback": (
        "feedback", "measur", "outcome", "effect", "impact", "evaluat", "monitor", "verif", "confirm",
        "rated", "result", "respons", "closed", "done", "finish", "resolv",
    ),
}  # fmt: skip


def best_column(names: Iterable[str], wanted: tuple[str, ...]) -> str | None:
    """Return the name that stands first among the wanted ones, or None."""
    spoken = {name: " ".join(words_of(name)) for name in names}
    ranked = [(wanted.index(words), name) for name, words in spoken.items() if words in wanted]
    return min(ranked, key=lambda pair: pair[0])[1] if ranked else None


def components_by_name(names: Iterable[str]) -> dict[str, str]:
    """Return the component of each name that sounds like one; the surest name of each component wins.

    A component gets one name, and a name one component: two stages that sound alike are not both its first.
    """
    ranked = sorted(
        (place, order, name, component)
        for order, name in enumerate(names)
        for component, beginnings in COMPONENT.items()
        for place in _places(name, beginnings)
    )
    found: dict[str, str] = {}
    for _, _, name, component in ranked:
        if name not in found and component not in found.values():
            found[name] = component
    return found


def _places(name: str, beginnings: tuple[str, ...]) -> list[int]:
    """Return the place of the first beginning that a word of the name has: how sure it is."""
    words = words_of(name)
    return [
        place
        for place, beginning in enumerate(beginnings)
        if any(word.startswith(beginning) for word in words)
    ][:1]
