"""Days as people type them."""

from datetime import date

import pytest

from flywheel_core import load_guide
from flywheel_core.dates import read_date, say_date

GUIDE = load_guide()


@pytest.mark.parametrize(
    "typed",
    [
        "2027-03-13", " 2027-03-13 ", "13 March 2027", "13 march 2027", "13 Mar 2027", "13 Mar. 2027",
        "13th March 2027", "13th of March 2027", "13. March 2027", "13March 2027", "March 13, 2027",
        "March 13 2027", "Mar 13th, 2027", "13.03.2027", "13.3.2027", "13/03/2027", "03/13/2027",
        "13-03-2027", "13. 3. 2027",
    ],
)  # fmt: skip
def test_a_day_is_read_as_it_is_written(typed):
    """With the month as a word, with the year first, or in digits where only one order is possible."""
    assert read_date(typed, GUIDE) == date(2027, 3, 13)


@pytest.mark.parametrize("typed", ["12.03.2027", "12/3/2027", "12-03-2027"])
def test_a_day_that_may_be_two_is_refused(typed):
    """Where day and month could change places both are named, and what would be right."""
    with pytest.raises(ValueError, match=r"12 March 2027 or 3 December 2027.*2027-03-12"):
        read_date(typed, GUIDE)


def test_a_day_that_is_the_same_either_way_is_read():
    """03.03.2027 is one day, whichever comes first."""
    assert read_date("03.03.2027", GUIDE) == date(2027, 3, 3)


@pytest.mark.parametrize(
    "typed",
    ["tomorrow", "12 March", "31 February 2027", "32.01.2027", "12.03.27", "12 Ju 2027", "12 J 2027",
     "0 March 2027", "13/13/2027", "12.03-2027", "12 März 2027", "x" * 500],
)  # fmt: skip
def test_what_is_no_day_is_refused_in_one_sentence(typed):
    """What the calendar doesn't have, half a day and words are refused with what would be right."""
    with pytest.raises(ValueError, match=r"12 March 2027 or 2027-03-12\.$") as caught:
        read_date(typed, GUIDE)
    assert len(str(caught.value)) < 200


def test_what_is_said_is_read_the_same():
    """Every day of a year is read as it is said."""
    for number in range(365):
        day = date.fromordinal(date(2027, 1, 1).toordinal() + number)
        assert read_date(say_date(day, GUIDE), GUIDE) == day
