"""The three examples and a hostile assessment, for the tests of what is printed."""

from flywheel_core import Assessment, change, load_guide, read_answers
from flywheel_core.files import asset

GUIDE = load_guide()
NAMES = ("broken", "pipeline", "flywheel")

#: Markup of every kind, code of the template's language, formulas, controls, and text that runs left.
HOSTILE = (
    '#import "x"; #read("/etc/passwd") $x^2$ *bold* _it_ `raw` <label> @ref // comment /* c */ '
    "[a](http://evil.example) ![i](http://evil.example/i.png) www.evil.example a@evil.example "
    "<script>alert(1)</script> <b>b</b> &lt; |a|b| [bold]rich[/bold] \\ # $ % {x} {{y}}\n"
    "- item\n1. one\n= Heading\n# Title\n> quote\n```\ncode\n"
    "=1+1 \u202eturned\u202c שלום e\u0301 \x00\x07\x1b[31mred\x1b[0m\ttab\r\nnext\u2028line"
)


def example(name: str) -> Assessment:
    """Return one of the examples; `empty` is an assessment without any answer."""
    if name == "empty":
        return Assessment()
    return read_answers(asset(f"examples/{name}.json").read_bytes())


def hostile() -> Assessment:
    """Return the pipeline with hostile text wherever people may type."""
    found = example("pipeline")
    for path in ("title", "scope.loop", "facilitator", "prerequisites.value_proposition"):
        found = change(found, path, HOSTILE)
    for decision in ("component_mapping", "learning_type", "bottleneck", "cold_start", "velocity_metrics"):
        for key in ("owner", "dissent", "revisit_when"):
            found = change(found, f"decisions.{decision}.{key}", HOSTILE)
    found = change(found, "participants", [HOSTILE, "=1+1"])
    found = change(found, "actions", [{"what": HOSTILE, "owner": HOSTILE}])
    found = change(found, "components.collection.missing_signals", [HOSTILE])
    found = change(found, "transitions.feedback_to_collection", {"not_applicable": HOSTILE})
    return change(found, "notes.components.storage", HOSTILE)
