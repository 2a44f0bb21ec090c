"""Step 5: how fast it turns, whether it learns, and what drags."""

from collections.abc import Iterator

from flywheel_core.decisions import say_cost
from flywheel_ui import rates
from flywheel_ui.fields import escaped
from flywheel_ui.session import Session


def what_it_means(session: Session) -> Iterator[str]:
    """Yield the cycle time, the learning rate, the network effect, the cost of a turn, and the drag."""
    found, guide = session.findings.velocity, session.guide
    yield found.why
    yield found.learning_rate.advice or ""
    yield found.network_effect.advice or ""
    yield from rates.contradicted(session)
    yield escaped(say_cost(session.findings, guide))
    for drag in session.findings.drag:
        yield guide.text(
            "ui.velocity.points_at", why=drag.why, cause=drag.cause, target=guide.name(drag.points_at)
        )
