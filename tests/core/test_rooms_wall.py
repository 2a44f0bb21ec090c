"""The link for the wall, found again by whoever facilitates."""

from pathlib import Path

import pytest

from flywheel_core.store import Store, StoreError
from flywheel_core.workshop import new_room


def test_another_computer_finds_the_link_for_the_wall(tmp_path: Path) -> None:
    """Who has the link to facilitate shows the room too; who shows it can't find its way back."""
    rooms = Store(f"sqlite:///{tmp_path}/rooms.db").rooms
    made = rooms.create(new_room("Search"))
    assert rooms.present(made.facilitate) == made.present
    assert rooms.open(made.present).may == "present"
    assert made.present not in made.facilitate
    for token in (made.present, "nonsense"):
        with pytest.raises(StoreError):
            rooms.present(token)
