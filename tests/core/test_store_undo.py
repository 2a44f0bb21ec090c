"""Taking back the last changes."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from flywheel_core.assessment import COMPONENTS, Assessment, write_answers
from flywheel_core.store.tables import CHANGES

STEPS = st.lists(
    st.dictionaries(
        st.sampled_from([f"{kind}components.{c}.level" for c in COMPONENTS for kind in ("", "notes.")]),
        st.one_of(st.none(), st.integers(0, 4)),
        min_size=1,
    ),
    max_size=12,
)


@given(steps=STEPS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_as_many_undos_as_changes_give_the_original(store, steps):
    """After n changes and n undos the answers file is what it was, byte for byte; nothing is left to undo."""
    opened = store.create(Assessment(title="origin", notes={"components.storage.level": "first"}))
    for step in steps:
        changes = {p: f"n{v}" if p.startswith("notes.") and v is not None else v for p, v in step.items()}
        store.change(opened.token, changes, seen=1, tab="a")
    undone = [store.undo(opened.token, tab="b") is not None for _ in range(len(steps) + 1)]
    assert not undone[-1]
    assert write_answers(store.open(opened.token).assessment) == write_answers(opened.assessment)
    assert not store.can_undo(opened.token)


def test_a_call_is_taken_back_as_a_whole(store):
    """All paths of one call go back together, and are named, the last first."""
    token = store.create(Assessment(title="old")).token
    store.change(token, {"title": "new", "facilitator": "Ada"}, seen=1, tab="a")
    saved = store.undo(token, tab="a")
    assert (saved.assessment.title, saved.assessment.facilitator) == ("old", None)
    assert (saved.undone, saved.version) == (("facilitator", "title"), 3)


def test_an_import_is_taken_back_as_one_step(store):
    """Undo after an import brings back the whole document that was there before."""
    old = Assessment(title="old", notes={"title": "b", "facilitator": "a"}, participants=("Ada",))
    token = store.create(old).token
    store.replace(token, Assessment(title="imported"), tab="a")
    saved = store.undo(token, tab="a")
    assert write_answers(saved.assessment) == write_answers(old)
    assert saved.undone == ("",)


def test_a_change_after_an_undo_is_the_next_to_be_taken_back(store):
    """Undo goes back through what stands: first the new change, then what came before the undone one."""
    token = store.create(Assessment()).token
    for title in ("one", "two"):
        store.change(token, {"title": title}, seen=1, tab="a")
    titles = [store.undo(token, tab="a").assessment.title]
    store.change(token, {"title": "three"}, seen=1, tab="a")
    titles += [store.undo(token, tab="a").assessment.title for _ in range(2)]
    assert titles == ["one", "one", None]
    assert store.undo(token, tab="a") is None


def test_undo_stays_within_its_assessment(store):
    """What is changed, undone or forgotten in one assessment leaves the steps of another alone."""
    first, second, third = (store.create(Assessment()).token for _ in range(3))
    store.change(first, {"title": "first"}, seen=1, tab="a")
    assert store.undo(second, tab="a") is None
    store.change(third, {"title": "third"}, seen=1, tab="a")
    store.undo(third, tab="a")
    for count in range(220):
        store.change(second, {"title": f"{count}"}, seen=1, tab="a")
    for _ in range(200):
        store.undo(second, tab="a")
    assert store.open(first).assessment.title == "first"
    assert store.undo(first, tab="a").assessment.title is None


def test_the_last_two_hundred_steps_can_be_taken_back(store):
    """Of 250 steps the last 200 go back, and no more."""
    token = store.create(Assessment()).token
    for count in range(250):
        store.change(token, {"title": f"{count}"}, seen=1, tab="a")
    undone = [saved for _ in range(250) if (saved := store.undo(token, tab="a"))]
    assert (len(undone), undone[-1].assessment.title) == (200, "49")


def test_the_log_is_bounded_also_by_what_was_taken_back(store):
    """Changing and undoing without end keeps at most the last 200 versions beside the 200 steps."""
    token = store.create(Assessment()).token
    for count in range(210):
        store.change(token, {"title": f"{count}"}, seen=1, tab="a")
    for _ in range(210):
        store.change(token, {"facilitator": "x"}, seen=1, tab="a")
        store.undo(token, tab="a")
    with store._database.reading() as connection:
        undoable = connection.execute(select(CHANGES.c.undoable)).scalars().all()
    assert (len(undoable), sum(undoable)) == (200 + 199, 199)


def test_steps_of_an_older_answers_file_are_left_alone(store, monkeypatch):
    """What was logged under another file version is not taken back: its paths may mean something else."""
    token = store.create(Assessment()).token
    store.change(token, {"title": "then"}, seen=1, tab="a")
    monkeypatch.setattr("flywheel_core.store.steps.SCHEMA_VERSION", 2)
    assert not store.can_undo(token)
    assert store.undo(token, tab="a") is None


def test_whatever_is_returned_says_whether_a_step_can_be_taken_back(store):
    """A change, an undo, a replacement, another tab's news and an opened link say what `can_undo` says."""
    token = store.create(Assessment(title="old")).token
    view = store.share(token)
    assert not store.open(token).can_undo
    assert not store.change(token, {"title": "old"}, seen=1, tab="a").can_undo
    assert store.change(token, {"title": "new"}, seen=1, tab="a").can_undo
    assert store.change(token, {"title": "new"}, seen=2, tab="a").can_undo
    assert store.open(token).can_undo
    assert store.since(token, 1, "b").can_undo
    assert not store.open(view).can_undo
    assert not store.since(view, 1, "b").can_undo
    assert not store.undo(token, tab="a").can_undo
    assert not store.since(token, 1, "b").can_undo
    assert store.replace(token, Assessment(title="other"), tab="a").can_undo
