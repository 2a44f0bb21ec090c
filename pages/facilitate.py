import streamlit as st

from flywheel_ui import layout
from flywheel_ui.workshop import agreeing, facilitating, moves, people, shown, taking_along
from flywheel_ui.workshop import room as here

layout.width(layout.WIDTH, facilitating.STYLE)
st.space("medium")  # below the header that Streamlit lays over the top of a page without navigation
now = None if taking_along.gone() else here.opened(to="facilitate")
if now is not None:
    facilitating.where(now)
    found = shown.results_now(now, here.token()) if now.room.phase in ("revealed", "agreed") else None
    if now.room.closed:
        here.tell()
    else:
        moves.bar(now, found)
    agreeing.not_kept(now)
    main, beside = st.columns([3, 2], gap="large")
    done = now.room.phase == "lobby" and now.room.next_topic() is None
    with main, here.saying_what_fails():
        facilitating.what_to_do(now, found)
        if done or now.room.closed:
            taking_along.take_along(now)
    with beside, here.saying_what_fails():
        facilitating.to_agree_on(now, found)
        facilitating.run_sheet(now.room)
        if not now.room.closed:
            people.people(now)
            if now.room.phase != "lobby":
                taking_along.ways_in(now)
            if not done:
                taking_along.take_along(now)
