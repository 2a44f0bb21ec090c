from flywheel_core.assessment import TRANSITIONS
from flywheel_ui import bottleneck, layout, loop_ring, parts, timing
from flywheel_ui.session import current

session = current()
guide = session.guide

layout.heading("bottleneck")
parts.rest(lambda: bottleneck.not_timed(session))
question, ring = layout.question_and_ring()
with question:
    for transition in TRANSITIONS:
        bottleneck.ask(session, transition)
with ring:
    loop_ring.show()
    layout.meaning(lambda: bottleneck.what_it_means(session))
    bottleneck.shares(session)

timing.section(session)

bottleneck.usual(session)
layout.way_on("bottleneck")
