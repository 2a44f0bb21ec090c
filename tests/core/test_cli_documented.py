"""What the README says about the terminal."""

import re

import pytest

from flywheel_core.cli.commands import FORMATS, app
from flywheel_core.files import EXAMPLES
from tools import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [command.name or command.callback.__name__ for command in app.registered_commands]
GROUPS = [group.name for group in app.registered_groups]


@pytest.mark.parametrize("command", COMMANDS + GROUPS)
def test_every_command_is_documented(command):
    """Each command stands in the README as it is typed."""
    assert f"flywheel {command}" in README


def test_readme_names_no_command_that_is_not_there():
    """Each `flywheel …` in a code block of the README is a command that there is."""
    blocks = "\n".join(re.findall(r"^```\w*\n(.*?)^```", README, re.DOTALL | re.MULTILINE))
    named = set(re.findall(r"^\$?\s*flywheel ([a-z-]+)", blocks, re.MULTILINE))
    assert named
    assert named <= {*COMMANDS, *GROUPS}


def test_readme_names_what_can_be_chosen():
    """The README names each format and each example."""
    assert all(f".{ending}" in README or f"{ending}," in README for ending in FORMATS)
    assert all(name in README for name in EXAMPLES)
