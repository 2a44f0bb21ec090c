"""Whatever goes wrong, in one sentence."""

import errno

from flywheel_core.guide import Guide
from flywheel_core.shortening import shortened


class InputError(Exception):
    """What was given can't be used; the message is one sentence."""


_KNOWN = {
    errno.EISDIR: "folder",
    errno.EACCES: "forbidden",
    errno.EPERM: "forbidden",
}


def sentence_for_file(error: OSError, file: str, guide: Guide, *, reading: bool) -> str:
    """Return why a file could not be read or written."""
    absent = error.errno in (errno.ENOENT, errno.ENOTDIR)
    key = _KNOWN.get(error.errno or 0, "system")
    if absent:
        key = "not_found" if reading else "no_folder"
    reason = one_line(error.strerror or type(error).__name__)
    return guide.text(f"cli.errors.{key}", file=shown(file), reason=reason)


def named(file: str, guide: Guide) -> str:
    """Return the name of a file. Raises InputError for an empty one, which elsewhere would be this folder."""
    if not file.strip():
        raise InputError(guide.text("cli.errors.empty_name"))
    return file


def sentence_for_usage(error: Exception, guide: Guide) -> str:
    """Return what is wrong with a command line, from the exception of the parser (Typer's, or Click's).

    The parser's classes are told by their names: where they come from differs between its releases.
    """
    names = [kind.__name__ for kind in type(error).__mro__]
    message = one_line(getattr(error, "message", "") or str(error))
    if "NoSuchOption" in names:
        return guide.text("cli.errors.no_option", option=shown(getattr(error, "option_name", "")))
    if message in ("Missing command", "No such command ''"):
        return guide.text("cli.errors.missing_command", after=_path_of(error))
    if "NoSuchCommand" in names or message.startswith("No such command"):
        return guide.text("cli.errors.no_command", command=_quoted(message))
    if "MissingParameter" in names or message.startswith("Missing "):
        parameter = getattr(error, "param", None)
        name = getattr(parameter, "metavar", "") or getattr(parameter, "name", "") or _quoted(message)
        return guide.text("cli.errors.missing", name=name)
    if "BadOptionUsage" in names and message.endswith("requires an argument"):
        return guide.text("cli.errors.no_value", option=shown(getattr(error, "option_name", "")))
    if message.startswith("Got unexpected extra argument"):
        return guide.text("cli.errors.too_many")
    return _sentence_for_value(error, message, guide)


def _sentence_for_value(error: Exception, message: str, guide: Guide) -> str:
    """Return what an option takes, where what it was given is none; else what the parser says."""
    option = next(iter(getattr(getattr(error, "param", None), "opts", ())), "")
    kind = next((kind for kind in ("integer", "number", "float") if f"valid {kind}" in message), "")
    if option and kind:
        return guide.text(f"cli.errors.{'whole_number' if kind == 'integer' else 'number'}", option=option)
    return guide.text("cli.errors.usage", message=f"{option}: {message}" if option else message)


def _path_of(error: Exception) -> str:
    """Return the command that was understood, such as `flywheel sample`."""
    return str(getattr(getattr(error, "ctx", None), "command_path", "") or "flywheel")


def shown(text: str) -> str:
    """Return text as a sentence may quote it: short, on one line, nothing invisible."""
    text = "".join(character if character.isprintable() else "�" for character in text)
    return shortened(text, 120)


def one_line(text: str) -> str:
    """Return text on one line, without a full stop at its end."""
    return shown(" ".join(text.split())).rstrip(".")


def _quoted(message: str) -> str:
    parts = message.split("'")
    return shown(parts[1]) if len(parts) > 2 else shown(message)
