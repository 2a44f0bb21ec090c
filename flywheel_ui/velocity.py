"""Step 5: how fast it turns, whether it learns, and what drags."""

from collections.abc import Iterator

from flywheel_ui import rates
from flywheel_ui.session import Session


def what_it_means(session: Session) -> Iterator[str]:
    """Yield the cycle time, the learning rate, the network effect, the cost of a turn, and the drag."""
    found, guide = session.findings.velocity, session.guide
    yield found.why
    yield found.learning_rate.advice or ""
    yield found.network_effect.advice or ""
    yield from rates.contradicted(session)
    yield cost_and_value(session)
    for drag in session.findings.drag:
        yield guide.text(
            "ui.velocity.points_at", why=drag.why, cause=drag.cause, target=guide.name(drag.points_at)
        )


def cost_and_value(session: Session) -> str:
    """Return what a turn costs beside what it brings, or nothing where neither is known."""
    found, guide = session.findings.velocity, session.guide
    if found.cost_per_turn is None or found.value_per_turn is None:
        return ""
    return guide.text(
        "ui.velocity.cost_beside_value",
        cost=guide.number(found.cost_per_turn),
        value=guide.number(found.value_per_turn),
    )
