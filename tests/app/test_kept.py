"""What is made of a result is made once, and never shown for another one."""

from flywheel_ui.kept import Kept


def test_a_thing_is_made_once_for_the_same_results() -> None:
    """By its name: another name is another thing of the same results."""
    kept, result, made = Kept(), object(), []

    def make() -> list[object]:
        made.append(result)
        return [result]

    assert kept.of((result,), "a", make) is kept.of((result,), "a", make)
    assert kept.of((result,), "b", make) is not kept.of((result,), "a", make)
    assert len(made) == 2
    kept.clear()
    kept.of((result,), "a", make)
    assert len(made) == 3


def test_other_results_are_never_taken_for_those_before() -> None:
    """Not even where they are equal, or lie in memory where those before lay."""
    kept = Kept()
    for number in range(1_000):
        result = [number % 2]
        assert kept.of((result, None), "picture", lambda of=result: of) is result
