"""The command line from end to end: parse, run, and turn whatever goes wrong into a sentence and a status."""

import sys
from collections.abc import Sequence
from contextvars import copy_context

from flywheel_core.assessment import AnswersError
from flywheel_core.cli.commands import app
from flywheel_core.cli.errors import InputError, one_line, sentence_for_usage
from flywheel_core.guide import load_guide

DONE, OURS, WRONG_INPUT, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, of `sys.argv` by default, and return the exit status."""
    return copy_context().run(_run, arguments)  # the language of a file is spoken no longer than that


def _run(arguments: Sequence[str] | None) -> int:
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        status = app(args=words or ["--help"], prog_name="flywheel", standalone_mode=False)
        return status if isinstance(status, int) else DONE
    except KeyboardInterrupt:
        return INTERRUPTED
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else OURS
    except Exception as error:  # noqa: BLE001  # no traceback, whatever happens: one sentence
        return _told(error)


def _told(error: Exception) -> int:
    """Say on standard error, in one sentence, what went wrong, and return the exit status."""
    status, sentence = _sentence(error)
    if sentence:
        print(sentence.encode("utf-8", "replace").decode(), file=sys.stderr)
    return status


def _sentence(error: Exception) -> tuple[int, str]:
    guide = load_guide()
    if isinstance(error, InputError | AnswersError):
        return WRONG_INPUT, str(error)
    names = {kind.__name__ for kind in type(error).__mro__}
    if "EvidenceError" in names:
        return WRONG_INPUT, str(error)
    if "Abort" in names:
        return INTERRUPTED, ""
    if "ClickException" in names:
        return WRONG_INPUT, sentence_for_usage(error, guide)
    if "PaperError" in names:
        return OURS, str(error)
    if isinstance(error, OSError):
        return WRONG_INPUT, guide.text("cli.errors.output", reason=one_line(error.strerror or str(error)))
    reason = one_line(f"{type(error).__name__}: {error}")
    return OURS, guide.text("cli.errors.unexpected", reason=reason)
