"""Join codes: six characters that can be read from a wall and typed on a phone."""

import secrets
import unicodedata

#: No two of them look alike, also by hand or from afar, and without vowels they spell no words:
#: out are 0 O Q D, 1 I L, 2 Z, 5 S, 8 B, 6 G, U V, and the vowels.
ALPHABET = "CFHJKMNPRTWXY3479"

LENGTH = 6


def new_code() -> str:
    """Return a random code: one of 24 million."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read_code(typed: str) -> str | None:
    """Return the code that somebody typed, in either case, with spaces or dashes; None for what is none."""
    kept = (c for c in unicodedata.normalize("NFKC", typed[:100]).upper() if not _is_between(c))
    code = "".join(kept)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


def _is_between(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in ("Pd", "Cf", "Cc")
