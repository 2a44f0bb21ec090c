"""A room as one file: JSON with a checksum, in which what nobody has seen yet is encrypted.

The key is derived (HKDF, RFC 5869) from the facilitator's token, which is nowhere in the file; AES-GCM (NIST
SP 800-38D) also covers the part that can be read, so that nobody without the token changes it unnoticed.
"""

import base64
import hashlib
import json
import os
from datetime import datetime
from typing import Annotated, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from flywheel_core.assessment import AnswersError, Assessment, read_answers, write_answers
from flywheel_core.store.codes import ALPHABET, LENGTH
from flywheel_core.store.errors import StoreError, sentence
from flywheel_core.workshop import LONGEST_NAME, MOST_ROUNDS, ROLES, Room, WorkshopError, read_vote

FORMAT, VERSION = "flywheel-check-room", 2

#: Characters; a room of a thousand people needs a tenth of it.
LONGEST = 100_000_000

#: The largest number that each database keeps. A room goes on counting its versions.
_LARGEST = 2**31 - 1
_LATEST_VERSION = 2**30
#: The years that a room's moments lie in: others can't be reckoned with in each zone.
_YEARS = range(2000, 9000)

_INFO = b"flywheel-check: room file 1"


def _known_role(role: str | None) -> str | None:
    if role is not None and role not in ROLES:
        raise ValueError(role)
    return role


def _in_reach(moment: datetime) -> datetime:
    if moment.year not in _YEARS:
        raise ValueError(moment)
    return moment


def _with_moments_in_reach(room: Room) -> Room:
    reveals = [reveal.at for topic in room.topics for reveal in topic.reveals.values()]
    revealed = [topic.revealed_at for topic in room.topics]
    for moment in filter(None, (room.ends_at, room.beforehand_until, *revealed, *reveals)):
        _in_reach(moment)
    return room


Moment = Annotated[AwareDatetime, AfterValidator(_in_reach)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Role = Annotated[str | None, AfterValidator(_known_role)]
Name = Annotated[str | None, Field(max_length=LONGEST_NAME)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PersonInFile(_Part):
    """A participant: their phone stays theirs, since the digest of its token goes along."""

    number: Annotated[int, Field(ge=1, le=_LARGEST)]
    digest: Digest
    name: Name
    role: Role
    seed: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    joined_at: Moment
    removed_at: Moment | None
    # Files of version 1 say nothing of these.
    led: bool = False
    left_at: Moment | None = None
    missed: Annotated[int, Field(ge=0, le=_LARGEST)] = 0


class VoteInFile(_Part):
    """A vote of the person with a number, or, once it was shown, of a pseudonym that differs by topic."""

    voter: Annotated[int | str, Field(union_mode="smart")]
    item: str
    round: Annotated[int, Field(ge=1, le=MOST_ROUNDS)]
    value: Any
    role: Role = None
    name: Name = None


class Sealed(_Part):
    """What only the facilitator's token opens."""

    people: tuple[PersonInFile, ...]
    votes: tuple[VoteInFile, ...]


class RoomFile(_Part):
    """A room with everything in it."""

    code: Annotated[str, Field(pattern=f"^[{ALPHABET}]{{{LENGTH}}}$")]
    version: Annotated[int, Field(ge=1, le=_LATEST_VERSION)]
    room: Annotated[Room, AfterValidator(_with_moments_in_reach)]
    assessment: Assessment
    #: Those that were shown in the room.
    votes: tuple[VoteInFile, ...]
    sealed: Sealed


def write_file(kept: RoomFile, secret: str, at: datetime) -> bytes:
    """Return the file; `secret` is the facilitator's token."""
    document = {
        "format": FORMAT,
        "format_version": VERSION,
        "saved_at": at.isoformat(),
        **kept.model_dump(mode="json", exclude={"sealed", "assessment"}),
        "assessment": json.loads(write_answers(kept.assessment)),
    }
    document["sealed"] = _seal(kept.sealed.model_dump_json().encode(), document, secret)
    document["sha256"] = hashlib.sha256(_canonical(document)).hexdigest()
    return json.dumps(document, indent=1).encode()


def read_file(data: bytes, secret: str) -> RoomFile:
    """Return the room of a file. Raises StoreError: foreign, newer, damaged, or not with this secret."""
    document = _read_document(data)
    sealed = document.pop("sealed")
    opened = _unseal(sealed, document, secret)
    kept = {key: document[key] for key in ("code", "version", "room", "votes")}
    try:
        assessment = read_answers(json.dumps(document["assessment"]))
        read = RoomFile(**kept, assessment=assessment, sealed=Sealed.model_validate_json(opened))
        for vote in (*read.votes, *read.sealed.votes):
            read_vote(vote.item, vote.value)
    except (ValidationError, AnswersError, WorkshopError) as error:
        raise StoreError(sentence("room_file_damaged")) from error
    return read


def _read_document(data: bytes) -> dict[str, Any]:
    """The part that can be read, with its seal, once its checksum is right."""
    try:
        document = json.loads(data.decode("utf-8-sig")) if len(data) <= LONGEST else None
    except (ValueError, RecursionError) as error:
        raise StoreError(sentence("room_file_damaged")) from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise StoreError(sentence("room_file_foreign"))
    found = document.get("format_version")
    if type(found) is int and found > VERSION:
        raise StoreError(sentence("room_file_newer"))
    checksum = document.pop("sha256", None)
    wanted = {"code", "version", "room", "votes", "assessment", "sealed"}
    if not wanted <= document.keys() or checksum != hashlib.sha256(_canonical(document)).hexdigest():
        raise StoreError(sentence("room_file_damaged"))
    return document


def _seal(text: bytes, beside: dict[str, Any], secret: str) -> dict[str, str]:
    salt, nonce = os.urandom(16), os.urandom(12)
    sealed = AESGCM(_key(secret, salt)).encrypt(nonce, text, _canonical(beside))
    parts = {"salt": salt, "nonce": nonce, "text": sealed}
    return {key: base64.b64encode(part).decode() for key, part in parts.items()}


def _unseal(sealed: Any, beside: dict[str, Any], secret: str) -> bytes:
    try:
        salt, nonce, text = (
            base64.b64decode(sealed[key], validate=True) for key in ("salt", "nonce", "text")
        )
        return AESGCM(_key(secret, salt)).decrypt(nonce, text, _canonical(beside))
    except InvalidTag as error:
        raise StoreError(sentence("room_file_secret")) from error
    except (KeyError, TypeError, ValueError) as error:
        raise StoreError(sentence("room_file_damaged")) from error


def _key(secret: str, salt: bytes) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=salt, info=_INFO)
    return derived.derive(secret.encode("utf-8", "surrogatepass"))


def _canonical(document: dict[str, Any]) -> bytes:
    return json.dumps(document, sort_keys=True, separators=(",", ":")).encode()
