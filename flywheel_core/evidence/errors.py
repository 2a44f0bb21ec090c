"""What is wrong with measured evidence, as one sentence for the person."""

from flywheel_core.guide import load_guide
from flywheel_core.shortening import shortened

LONGEST_QUOTE = 80
#: What a driver or an engine gives as its reason says only at its end what is wrong.
LONGEST_REASON = 300


class EvidenceError(ValueError):
    """The data that was named can't be used; the message is one sentence: what, where, what would help.

    `on_screen` says it to a person who has fields to choose in, and no command line.
    """

    def __init__(self, message: str, on_screen: str = "") -> None:
        super().__init__(message)
        self.on_screen = on_screen or message


class AmbiguousDates(EvidenceError):  # noqa: N818  # says what it is, and the person can answer it
    """The data doesn't tell days from months: `value` is a date that can be read both ways."""

    def __init__(self, key: str, value: str, **values: object) -> None:
        values = {**values, "value": value}
        super().__init__(sentence("errors", key, **values), sentence("on_screen", key, **values))
        self.value = value


def refusal(key: str, /, **values: object) -> EvidenceError:
    """Return the error with the words at `evidence.errors.<key>`; text values are made fit to be quoted.

    Where there are words for it at `evidence.on_screen.<key>`, a screen says those.
    """
    has_fields = load_guide().has(f"evidence.on_screen.{key}")
    return EvidenceError(
        sentence("errors", key, **values), sentence("on_screen", key, **values) if has_fields else ""
    )


def sentence(group: str, key: str, /, **values: object) -> str:
    """Return the words at `evidence.<group>.<key>` with the values filled in."""
    longest = {"reason": LONGEST_REASON}
    fit = {
        name: quoted(value, longest.get(name, LONGEST_QUOTE)) if isinstance(value, str) else value
        for name, value in values.items()
    }
    return load_guide().text(f"evidence.{group}.{key}", **fit)


def quoted(text: str, longest: int = LONGEST_QUOTE) -> str:
    """Return text as a sentence may quote it: short, on one line, nothing invisible."""
    text = "".join(character if character.isprintable() else " " for character in text)
    return shortened(" ".join(text.split()), longest)
