"""The store: assessments by their links, each change saved in one transaction."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from sqlalchemy import Connection, delete

from flywheel_core.assessment import Assessment, value_at
from flywheel_core.store import keeping, links, migrations, refused, steps
from flywheel_core.store.database import Database, tried_twice
from flywheel_core.store.records import Opened, Refused, Saved
from flywheel_core.store.rooms import Rooms
from flywheel_core.store.tables import ASSESSMENTS


class Store:
    """Where assessments are kept. One serves a whole process; its methods may be called from many threads.

    A method that returns has saved; one that raises has changed nothing. What the database answers
    amiss (busy, read-only, full) is a StoreError with one sentence; a link that opens nothing is an
    UnknownLink, one that only shows is a ReadOnlyLink where editing is asked for; answers that do not
    fit are an AnswersError.

    With each assessment its last changes are kept: 200 steps that can be taken back, and what each of
    the last 200 versions changed. Older ones are forgotten.
    """

    def __init__(self, url: str | None = None) -> None:
        """Open the database at `url`, and bring its tables up to date.

        Without `url` it is the one that FLYWHEEL_DATABASE_URL names, else a file in the user's data
        folder. A SQLite file is created, readable by its owner only, where there is none. Raises
        StoreError for an address that can't be used, and for a database of a newer version of this app.
        """
        self._database = Database(url)
        #: The rooms of workshops, in the same database.
        self.rooms = Rooms(self._database)
        try:
            migrations.bring_up_to_date(self._database)
            self._database.sweep()
        except BaseException:
            self.close()
            raise

    @property
    def place(self) -> str:
        """Where the assessments lie, for people to read: a path, or an address without its password."""
        return self._database.place

    def close(self) -> None:
        """Close the connections to the database."""
        self._database.close()

    @tried_twice
    def create(self, assessment: Assessment) -> Opened:
        """Keep a new assessment; return it with the token of its private link, which is shown this once."""
        with self._database.writing() as connection:
            made = keeping.add(connection, assessment)
            token = links.new_link(connection, made.id, made.created_at, may_edit=True)
        return Opened(
            made.id,
            token,
            made.assessment(),
            1,
            may_edit=True,
            created_at=made.created_at,
            changed_at=made.changed_at,
        )

    def open(self, token: str) -> Opened:
        """Return the assessment that a private or a read-only link opens, as its `may_edit` says."""
        with self._database.reading() as connection:
            found = links.find(connection, token)
            assessment = found.assessment()
            can_undo = found.may_edit and steps.can_undo(connection, found.id)
            typed = refused.find(connection, found.id, assessment) if found.may_edit else ()
        return Opened(
            found.id,
            token,
            assessment,
            found.version,
            may_edit=found.may_edit,
            created_at=found.created_at,
            changed_at=found.changed_at,
            can_undo=can_undo,
            refused=typed,
        )

    @tried_twice
    def keep_refused(self, token: str, typed: Refused) -> None:
        """Keep what was typed at a path and is no answer, so that it is there when the link is opened again.

        It changes no answer and makes no version and no step.
        """
        with self._database.writing() as connection:
            present = links.find(connection, token, for_editing=True)
            refused.keep(connection, present.id, present.assessment(), typed)

    @tried_twice
    def forget_refused(self, token: str, paths: Iterable[str]) -> None:
        """Keep nothing any more of what was typed at these paths."""
        with self._database.writing() as connection:
            present = links.find(connection, token, for_editing=True)
            refused.forget(connection, present.id, paths)

    @tried_twice
    def change(self, token: str, changes: Mapping[str, object], *, seen: int, tab: str) -> Saved:
        """Put JSON values at paths (None takes an answer away), all of them or none, as one step.

        `seen` is the version that the tab shows. What others changed since stands beside these changes
        and is named in `from_others`; where both changed one answer this change stands, and its path is
        in `overwritten`. A path contained in another is the same answer. What changes nothing makes no
        step.
        """

        def change(connection: Connection) -> Saved:
            present = links.find(connection, token, for_editing=True)
            assessment, entries = steps.apply(present.assessment(), changes)
            others = steps.by_others(connection, present, seen=seen, tab=tab)
            kept, version, at = keeping.keep(connection, present, assessment, entries, tab=tab)
            can_undo = bool(entries) or steps.can_undo(connection, present.id)
            overwritten = steps.overwritten(entries, others)
            return Saved(kept, version, at, steps.paths(others), overwritten, can_undo=can_undo)

        return self._database.write(change)

    @tried_twice
    def replace(self, token: str, assessment: Assessment, *, tab: str) -> Saved:
        """Put another document in the place of the present one, as one step with the path ""."""
        with self._database.writing() as connection:
            present = links.find(connection, token, for_editing=True)
            whole = {"": value_at(assessment, "")}
            kept, entries = steps.apply(present.assessment(), whole)
            kept, version, at = keeping.keep(connection, present, kept, entries, tab=tab)
            can_undo = bool(entries) or steps.can_undo(connection, present.id)
        return Saved(kept, version, at, can_undo=can_undo)

    def since(self, token: str, seen: int, tab: str) -> Saved | None:
        """Return the assessment and what other tabs changed since the version `seen`; None if nothing."""
        with self._database.reading() as connection:
            present = links.find(connection, token)
            others = steps.by_others(connection, present, seen=seen, tab=tab)
            if not others:
                return None
            can_undo = present.may_edit and steps.can_undo(connection, present.id)
        paths = steps.paths(others)
        return Saved(present.assessment(), present.version, present.changed_at, paths, can_undo=can_undo)

    @tried_twice
    def undo(self, token: str, *, tab: str, seen: int | None = None) -> Saved | None:
        """Take back the last step that is not taken back yet, whichever tab made it; None if there is none.

        `seen` is the version that the tab shows, None where it shows none: what else others changed since is
        named in `from_others`. An undo makes a version as any change does, so other tabs see it; it can't
        itself be undone.
        """
        with self._database.writing() as connection:
            present = links.find(connection, token, for_editing=True)
            last = steps.last_undoable(connection, present.id)
            if last is None:
                return None
            others = () if seen is None else steps.by_others(connection, present, seen=seen, tab=tab)
            assessment, undone = steps.take_back(present.assessment(), last[1])
            steps.mark_taken_back(connection, present.id, last[0])
            kept, version, at = keeping.keep(connection, present, assessment, undone, tab=tab, undoable=False)
            can_undo = steps.can_undo(connection, present.id)
        taken_back = steps.paths(undone)
        from_others = tuple(path for path in steps.paths(others) if path not in taken_back)
        return Saved(kept, version, at, from_others, undone=taken_back, can_undo=can_undo)

    def can_undo(self, token: str) -> bool:
        """Say whether this link may take a step back, and there is one."""
        with self._database.reading() as connection:
            present = links.find(connection, token)
            return present.may_edit and steps.can_undo(connection, present.id)

    @tried_twice
    def share(self, token: str) -> str:
        """Return the token of a new link that shows the assessment and can't change it."""
        with self._database.writing() as connection:
            present = links.find(connection, token, for_editing=True)
            return links.new_link(connection, present.id, datetime.now(UTC), may_edit=False)

    def shared(self, token: str) -> int:
        """Return how many links there are that only show the assessment."""
        with self._database.reading() as connection:
            return links.count_views(connection, links.find(connection, token).id)

    @tried_twice
    def revoke_shares(self, token: str) -> None:
        """Make all links that only show the assessment unknown."""
        with self._database.writing() as connection:
            links.withdraw_views(connection, links.find(connection, token, for_editing=True).id)

    @tried_twice
    def delete(self, token: str) -> None:
        """Delete the assessment, its links and its log, and wipe what was typed from the database's file."""
        with self._database.writing() as connection:
            present = links.find(connection, token, for_editing=True)
            connection.execute(delete(ASSESSMENTS).where(ASSESSMENTS.c.id == present.id))
            self._database.owe_a_sweep(connection)
        links.read.cache_clear()
        self._database.sweep()
