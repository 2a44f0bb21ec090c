"""Text that is too long to be quoted whole."""


def shortened(text: str, longest: int) -> str:
    """Return `text` with at most `longest` characters, the last of them an ellipsis where it was cut."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
