"""The words of a name, by which columns, stages and qualities are guessed."""

import re


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name in small letters: `caseID`, `case_id` and `Case-Id` are `case id`."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return tuple(re.findall(r"[^\W_]+", parted.casefold()))
