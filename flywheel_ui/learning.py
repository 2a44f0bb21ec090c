"""Step 2: which kind of learning the deletion test shows."""

from collections.abc import Iterator

from flywheel_ui.session import Session


def what_it_means(session: Session) -> Iterator[str]:
    """Yield the kind of learning, what it is and protects, its advice, and what speaks against a decision."""
    found, guide = session.findings.learning_type, session.guide
    kind = f"learning_types.{found.verdict}"
    yield f"**{guide.text(f'{kind}.name')}.** {found.why}"
    if found.verdict != "unknown":
        yield f"{guide.text(f'{kind}.what')} {guide.text(f'{kind}.moat')}"
    yield found.advice or ""
    yield from (item.said for item in session.findings.contradictions if item.is_about("learning"))
