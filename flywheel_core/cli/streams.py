"""Files and standard streams: read whole, written whole or not at all."""

import errno
import os
import stat
import sys
import tempfile
from pathlib import Path
from typing import TextIO

from flywheel_core.assessment import Assessment, read_answers
from flywheel_core.assessment.document import LARGEST_FILE
from flywheel_core.cli.errors import InputError, named, sentence_for_file, shown
from flywheel_core.guide import Guide, load_guide, nearest, speak

#: The name of standard input, as everywhere in a terminal.
STANDARD_INPUT = "-"
#: The names of what a process has open already.
_OPEN_ALREADY = ("/dev/stdout", "/dev/stderr", "/dev/fd/", "/proc/self/fd/")


def read_input(file: str, guide: Guide) -> bytes:
    """Return what is in a file, or in standard input for `-`, up to one byte more than is allowed.

    Raises InputError where it can't be read.
    """
    try:
        if file == STANDARD_INPUT:
            return _standard_input().buffer.read(LARGEST_FILE + 1)
        if Path(named(file, guide)).is_dir():
            raise IsADirectoryError(errno.EISDIR, "", file)
        with Path(file).open("rb") as stream:
            return stream.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        raise InputError(_sentence(error, file, guide, reading=True)) from error


def read_assessment(file: str) -> tuple[Assessment, Guide]:
    """Return the assessment in a file, and the guide in its language, which is spoken from here on.

    Raises InputError where it can't be read, AnswersError where that is no assessment.
    """
    guide = load_guide()
    assessment = read_answers(read_input(file, guide), guide)
    if assessment.language:
        speak(nearest(assessment.language))
    return assessment, load_guide()


def _standard_input() -> TextIO:
    if sys.stdin is None:
        # Python's way of saying that standard input was closed from the beginning.
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    return sys.stdin


def write_whole(file: str, data: bytes, guide: Guide) -> None:
    """Write a file under its name only once all of it is on the disk: what was there survives a failure.

    Raises InputError where it can't be written.
    """
    try:
        # A pipe has no name of its own that /dev/stdout could lead to.
        if named(file, guide).startswith(_OPEN_ALREADY):
            _write_on(Path(file), data)
            return
        path = Path(file).resolve()
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "", file)
        if not path.parent.is_dir():
            raise InputError(guide.text("cli.errors.no_folder", file=shown(file)))
        if path.exists() and not path.is_file():
            path.write_bytes(data)
        else:
            _replace(path, data)
    except (OSError, ValueError) as error:
        raise InputError(_sentence(error, file, guide, reading=False)) from error


def write_out(text: str) -> None:
    """Print text to standard output as UTF-8; a reader that has gone away has had enough.

    Raises OSError where it can't be written for another reason.
    """
    if sys.stdout is None:
        # Python's way of saying that standard output was closed from the beginning.
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    try:
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))
        sys.stdout.flush()
    except BrokenPipeError:
        # What is left in the buffer would be written, and fail, once more at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write_on(path: Path, data: bytes) -> None:
    """Write into what is open already, after what is there: a pipe, or a file that the shell has opened."""
    with path.open("ab") as stream:
        stream.write(data)


def _replace(path: Path, data: bytes) -> None:
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, "", str(path))
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(_mode(path))
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _mode(path: Path) -> int:
    """Return the rights of the file that is there, or those of a new one."""
    if path.exists():
        return stat.S_IMODE(path.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _sentence(error: OSError | ValueError, file: str, guide: Guide, *, reading: bool) -> str:
    """Return the sentence for an error; a name with a NUL in it is a ValueError."""
    if not isinstance(error, OSError):
        error = FileNotFoundError(errno.ENOENT, "", file)
    return sentence_for_file(error, file, guide, reading=reading)
