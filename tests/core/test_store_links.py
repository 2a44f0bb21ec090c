"""Who may open an assessment, and what is kept of the tokens."""

import re
from pathlib import Path

import pytest

from flywheel_core.assessment import Assessment, write_answers
from flywheel_core.store import ReadOnlyLink, Store, StoreError, UnknownLink


def test_links_that_only_show_are_counted(store):
    """Each share counts as one, the private link as none, and withdrawn there are none."""
    token = store.create(Assessment()).token
    assert store.shared(token) == 0
    view = store.share(token)
    store.share(token)
    assert store.shared(token) == store.shared(view) == 2
    store.revoke_shares(token)
    assert store.shared(token) == 0


def test_every_link_has_a_token_of_its_own(store):
    """A token is 128 random bits in characters that a URL carries, and no two are alike."""
    opened = store.create(Assessment())
    tokens = {opened.token, store.create(Assessment()).token, *(store.share(opened.token) for _ in range(50))}
    assert len(tokens) == 52
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", token) for token in tokens)


def test_a_link_opens_its_assessment_alone(store):
    """Two assessments in one database are opened by their own tokens only, whatever order they came in."""
    first, second = (store.create(Assessment(title=title)) for title in ("first", "second"))
    store.change(first.token, {"facilitator": "x"}, seen=1, tab="a")
    assert store.open(first.token).assessment.title == "first"
    assert store.open(second.token).assessment.facilitator is None
    assert first.id != second.id
    assert store.open(second.token).id == second.id


def test_a_read_only_link_shows_the_present_answers(store):
    """A shared link opens the assessment as it is now, says that it may not edit, and learns of changes."""
    opened = store.create(Assessment(title="shared"))
    view = store.share(opened.token)
    store.change(opened.token, {"title": "changed"}, seen=1, tab="a")
    seen = store.open(view)
    assert (seen.id, seen.assessment.title, seen.may_edit) == (opened.id, "changed", False)
    assert store.open(opened.token).may_edit
    assert store.since(view, 1, "b").from_others == ("title",)


def test_a_read_only_link_changes_nothing(store):
    """Whoever has only a view can't change, import, undo, share, withdraw or delete."""
    token = store.create(Assessment(title="safe")).token
    store.change(token, {"facilitator": "Ada"}, seen=1, tab="a")
    view = store.share(token)
    before = store.open(view)
    for call in (
        lambda: store.change(view, {"title": "x"}, seen=2, tab="b"),
        lambda: store.replace(view, Assessment(), tab="b"),
        lambda: store.undo(view, tab="b"),
        lambda: store.share(view),
        lambda: store.revoke_shares(view),
        lambda: store.delete(view),
    ):
        with pytest.raises(ReadOnlyLink, match=r"^This link only shows[^\n]*\.$"):
            call()
    assert not store.can_undo(view)
    assert store.can_undo(token)
    assert store.open(view) == before


def test_withdrawn_links_open_nothing_and_the_private_one_does(store):
    """Withdrawing ends all views of this assessment, no view of another, and no private link."""
    token, other = (store.create(Assessment()).token for _ in range(2))
    views, kept = [store.share(token), store.share(token)], store.share(other)
    store.revoke_shares(token)
    for view in views:
        with pytest.raises(UnknownLink):
            store.open(view)
    assert store.open(token).may_edit
    assert not store.open(kept).may_edit
    assert not store.open(store.share(token)).may_edit


def test_no_token_is_in_the_files_nor_in_what_is_printed(tmp_path):
    """Neither the database, its WAL nor the printed form of an opened assessment holds a token."""
    store = Store(f"sqlite:///{tmp_path}/links.db")
    opened = store.create(Assessment(title="findable"))
    tokens = [opened.token, store.share(opened.token)]
    files = b"".join(path.read_bytes() for path in Path(store.place).parent.iterdir())
    assert b"findable" in files
    assert not any(token.encode() in files or token in repr(opened) for token in tokens)
    store.close()


def test_a_deleted_assessment_is_gone_with_its_links(store):
    """After deletion neither the private link nor a view opens anything; other assessments stay."""
    token = store.create(Assessment(title="gone")).token
    view, other = store.share(token), store.create(Assessment(title="stays"))
    store.delete(token)
    for link in (token, view):
        with pytest.raises(UnknownLink):
            store.open(link)
    assert write_answers(store.open(other.token).assessment) == write_answers(other.assessment)


def test_errors_of_the_store_are_one_kind(store):
    """Whoever catches StoreError catches an unknown and a read-only link too."""
    assert issubclass(UnknownLink, StoreError)
    assert issubclass(ReadOnlyLink, StoreError)
