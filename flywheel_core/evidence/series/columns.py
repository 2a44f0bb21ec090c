"""Which column of a small table is which: by name, and what is left where only one is left."""

from collections.abc import Mapping, Sequence
from typing import Literal

from flywheel_core.evidence.errors import refusal
from flywheel_core.evidence.errors_of_quality import Better
from flywheel_core.evidence.words import words_of

Method = Literal["learning", "network", "ablation"]

#: What each method needs a column for, in the order in which they are asked for.
ROLES: Mapping[Method, tuple[str, ...]] = {
    "learning": ("volume", "quality"),
    "network": ("period", "users", "quality"),
    "ablation": ("share", "quality"),
}

#: What columns are called: a whole name, the surest first, or words within a longer one.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "volume": (
        "volume", "data volume", "n train", "train size", "training size", "training set size",
        "dataset size",
        "data size", "data points", "training examples", "training samples", "examples", "samples", "rows",
        "records", "points", "tokens", "images", "documents", "size", "data", "n", "x",
    ),
    "quality": (
        "quality", "accuracy", "score", "f1", "auc", "precision", "recall", "ndcg", "mrr", "bleu", "rating",
        "satisfaction", "test error", "error rate", "error", "loss", "mae", "rmse", "mse", "mape", "wer",
        "cer", "perplexity", "metric", "y",
    ),
    "users": (
        "users", "active users", "monthly active users", "customers", "accounts", "members", "subscribers",
        "mau", "wau", "dau", "u",
    ),
    "period": ("period", "month", "week", "quarter", "year", "date", "day", "time", "t"),
    "share": ("share", "share of users", "fraction", "proportion", "percent", "part"),
}  # fmt: skip
#: Names of so few letters mean something only where they are the whole name.
_SHORTEST_WITHIN = 3

_LOWER = frozenset(("error", "errors", "loss", "mae", "rmse", "mse", "mape", "wer", "cer", "perplexity"))
_HIGHER = frozenset(
    ("quality", "accuracy", "score", "f1", "auc", "precision", "recall", "ndcg", "mrr", "bleu", "rating",
     "satisfaction"),
)  # fmt: skip


def columns_guessed(
    method: Method, said: Mapping[str, str], names: Sequence[str], numeric: Sequence[str]
) -> dict[str, str]:
    """Return the column of each role of a method; what was `said` is taken as it is.

    Raises EvidenceError where a named column isn't there, is named twice, or one can't be guessed.
    """
    _check(method, said, names)
    found = {role: column for role, column in said.items() if column and role in ROLES[method]}
    for role in ROLES[method]:
        if role not in found:
            free = [name for name in names if name not in found.values()]
            guess = _best(role, free)
            if guess is not None:
                found[role] = guess
    missing = [role for role in ROLES[method] if role not in found]
    left = [name for name in numeric if name not in found.values()]
    if len(missing) == len(left) == 1 and missing[0] != "period":
        found[missing[0]] = left[0]
    elif missing:
        raise refusal(f"no_{missing[0]}_column", columns=", ".join(names))
    return {role: found[role] for role in ROLES[method]}


def better_of(name: str) -> Better | None:
    """Return which way is better for a quality of this name, None where the name doesn't tell."""
    words = set(words_of(name))
    lower, higher = bool(words & _LOWER), bool(words & _HIGHER)
    if lower == higher:
        return None
    return "lower" if lower else "higher"


def _check(method: Method, said: Mapping[str, str], names: Sequence[str]) -> None:
    named = [said[role] for role in ROLES[method] if said.get(role)]
    for name in named:
        if name not in names:
            raise refusal("no_column", name=name, columns=", ".join(names))
        if named.count(name) > 1:
            raise refusal("column_for_two", name=name)


def _best(role: str, names: Sequence[str]) -> str | None:
    """Return the name that says most surely that it is this: as a whole first, then by words within it."""
    ranked = []
    for place, name in enumerate(names):
        spoken = words_of(name)
        for rank, phrase in enumerate(_NAMES[role]):
            if spoken == tuple(phrase.split()):
                ranked.append((0, rank, place, name))
            elif len(phrase) >= _SHORTEST_WITHIN and _within(phrase.split(), spoken):
                ranked.append((1, rank, place, name))
    return min(ranked)[3] if ranked else None


def _within(phrase: list[str], words: tuple[str, ...]) -> bool:
    size = len(phrase)
    return any(list(words[start : start + size]) == phrase for start in range(len(words) - size + 1))
