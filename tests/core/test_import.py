"""What importing the core loads, and what it offers."""

import json
import subprocess
import sys

import flywheel_core

HEAVY = (
    "pandas",
    "altair",
    "sqlalchemy",
    "streamlit",
    "alembic",
    "typst",
    "vl_convert",
    "duckdb",
    "typer",
    "scipy",
    "ibis",
    "pyarrow",
)


def loaded_by(statements):
    """Return which of the heavy libraries are loaded after the statements, in a fresh Python."""
    code = f"import sys, json\n{statements}\nprint(json.dumps([n for n in {HEAVY!r} if n in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_importing_the_core_loads_nothing_heavy():
    """Importing flywheel_core loads neither pandas, Altair, SQLAlchemy nor Streamlit."""
    assert loaded_by("import flywheel_core") == []


def test_reading_and_assessing_load_nothing_heavy():
    """Reading answers, assessing them, deciding and writing load none of them either."""
    statements = (
        "from flywheel_core import assess, load_guide, read_answers, write_answers\n"
        "from flywheel_core.decisions import key_decisions\n"
        "answers = read_answers('{}')\n"
        "findings = assess(answers)\n"
        "findings.as_json(); key_decisions(answers, findings, load_guide()); write_answers(answers)"
    )
    assert loaded_by(statements) == []


def test_evidence_loads_its_engines_only_when_they_are_used():
    """Importing flywheel_core.evidence loads none of them: the engine comes with the log that is opened."""
    assert loaded_by("import flywheel_core.evidence") == []


def test_workshops_load_nothing_heavy():
    """A room, its votes, results and agreement load none of them: phones are served by that alone."""
    statements = (
        "from flywheel_core.workshop import new_room, offers, pool, results_of\n"
        "room = new_room('x'); offers(results_of(room, 'levels', [])); pool([{'likely': 'P1D'}])"
    )
    assert loaded_by(statements) == []


def test_the_core_knows_no_screen():
    """No part of the core loads Streamlit."""
    statements = (
        "import pkgutil, importlib, flywheel_core\n"
        "for module in pkgutil.walk_packages(flywheel_core.__path__, 'flywheel_core.'):\n"
        "    if '__main__' not in module.name and 'migrations' not in module.name:\n"
        "        importlib.import_module(module.name)"
    )
    assert "streamlit" not in loaded_by(statements)


def test_public_names_are_there():
    """Every public name of the core is there and has a docstring or is a plain value."""
    for name in flywheel_core.__all__:
        thing = getattr(flywheel_core, name)
        assert isinstance(thing, tuple) or thing.__doc__
