"""What-if from a log: whole items, one transition scaled in each (METHODS (d))."""

import json
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from flywheel_core import Assessment, load_guide
from flywheel_core.cli import main
from flywheel_core.evidence.samples import sample_log
from flywheel_core.what_if import LogWhatIf, say_basis, say_savings
from flywheel_core.what_if.whole_items import WITHIN, whole_items
from tests.core.logs import HEADER, HOUR, loops, measured, written
from tests.core.test_what_if import timed

GUIDE = load_guide()
STAGES = ("captured", "stored", "analysed", "deployed", "measured")


def log_of(*kinds, count=40):
    """Return a log of items of several kinds in turn, each with its hours from stage to stage."""
    lines = []
    for number in range(count * len(kinds)):
        at = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=7 * number)
        for stage, hours in zip(STAGES, (0, *kinds[number % len(kinds)]), strict=False):
            at += timedelta(hours=hours)
            lines.append(f"i{number},{stage},{at.isoformat()}\n")
    return HEADER + "".join(lines)


def plain_median(text, transition, factor):
    """Return the Kaplan–Meier median with one transition scaled, item by item and without numpy's help."""
    events = {}
    for line in text.splitlines()[1:]:
        item, stage, at, *_ = line.split(",")
        events.setdefault(item, {})[STAGES.index(stage)] = datetime.fromisoformat(at).timestamp()
    end = max(max(stamps.values()) for stamps in events.values())
    start = WITHIN.index(transition)
    found = []
    for stamps in events.values():
        last = max(stamps)
        total = (stamps[4] if last == 4 else end) - stamps[0]
        if last > start:
            part = stamps[start + 1] - stamps[start]
        else:
            part = end - stamps[start] if last == start else 0
        found.append((total - (1 - factor) * part, last == 4))
    survival, left = 1.0, len(found)
    for seconds in sorted({seconds for seconds, _ in found}):
        done = sum(through for other, through in found if other == seconds)
        survival *= 1 - done / left
        left -= sum(other == seconds for other, _ in found)
        if survival <= 0.5 + 1e-9:
            return seconds
    return None


def test_constant_times_are_halved_exactly(tmp_path):
    """Where every item takes the same, halving a transition saves half of it."""
    found = LogWhatIf(measured(written(tmp_path, loops(40, 2, 5, 3, 1)))).what_if()
    assert (found.basis, found.items) == ("log", 40)
    assert found.now.seconds == 11 * HOUR
    assert [(s.transition, s.seconds / HOUR) for s in found.savings] == [
        ("storage_to_analysis", 2.5), ("analysis_to_application", 1.5),
        ("collection_to_storage", 1), ("application_to_feedback", 0.5),
    ]  # fmt: skip
    assert [rung.halved for rung in found.ladder.rungs][:3] == [
        "storage_to_analysis", "analysis_to_application", "storage_to_analysis",
    ]  # fmt: skip
    assert found.ladder.rungs[2].turn.seconds == (11 - 2.5 - 1.5 - 1.25) * HOUR


def test_open_items_are_scaled_too():
    """Each saving equals the one worked out item by item, on a log in which a third is still on its way."""
    made = sample_log(240, open_share=0.35, seed=7)
    text = made.as_csv()
    found = LogWhatIf(_result(text)).what_if()
    assert found.now.seconds == pytest.approx(plain_median(text, WITHIN[0], 1.0))
    for saving in found.savings:
        then = plain_median(text, saving.transition, 0.5)
        assert saving.seconds == pytest.approx(found.now.seconds - then)
        assert 0 <= saving.low <= saving.share <= saving.high < 1


def test_completed_items_alone_would_say_something_else():
    """The turn is longer than the median of the items that are through: dropping the open ones is refused."""
    result = _result(sample_log(400, open_share=0.4, seed=3).as_csv())
    items = whole_items(result)
    through = items.total[items.through & ~np.isnan(items.total)]
    assert items.now.seconds > 1.15 * np.median(through)


def test_the_largest_saving_need_not_be_the_slowest(tmp_path):
    """Where the slowest transition hardly moves the median of whole items, both are said."""
    kinds = ((1, 12, 0.1, 1), (1, 1, 30, 1), (1, 100, 5, 1))
    found = LogWhatIf(measured(written(tmp_path, log_of(*kinds)))).what_if()
    assert found.bottleneck == "storage_to_analysis"
    assert found.savings[0].transition == "analysis_to_application"
    assert found.ranks_differ
    said = " ".join(say_savings(found, GUIDE))
    assert "halving analysis → application saves the most, while storage → analysis takes longest" in said


def test_a_slider_scales_its_transition(tmp_path):
    """The turn with a factor is the turn less what the factor takes away; the present turn stays."""
    whole = LogWhatIf(measured(written(tmp_path, loops(40, 2, 5, 3, 1))))
    found = whole.what_if({"storage_to_analysis": 0.2, "feedback_to_collection": 0.5})
    assert found.then.seconds == 7 * HOUR
    assert found.then.bottleneck == "analysis_to_application"
    assert found.now.seconds == 11 * HOUR
    slower = whole.what_if({"collection_to_storage": 2.0})
    assert slower.then.seconds == 13 * HOUR


def test_releases_widen_the_interval():
    """Items that go out together are drawn together: the interval is wider than that of single items."""
    released = whole_items(_result(sample_log(600, release_days=14).as_csv()))
    single = whole_items(_result(sample_log(600).as_csv()))
    assert len(np.unique(released.clusters)) < len(np.unique(single.clusters)) / 5
    width = [(items.now.high - items.now.low) / items.now.seconds for items in (released, single)]
    assert width[0] > width[1]


def test_a_log_without_whole_items_says_nothing(tmp_path):
    """A log that ends before feedback has no whole items, and no what-if."""
    whole = LogWhatIf(measured(written(tmp_path, loops(20, 2, 5, 3))))
    assert whole.what_if() is None
    assert whole.transitions == ()


def test_what_it_rests_on_is_said(tmp_path):
    """The basis names the log's whole items."""
    found = LogWhatIf(measured(written(tmp_path, loops(40, 2, 5, 3, 1)))).what_if()
    assert "40 whole items of the log" in say_basis(found, GUIDE)


def _result(text):
    """Return what a log says that is no file yet."""
    with tempfile.TemporaryDirectory() as folder:
        return measured(written(Path(folder), text))


# --- The command


def printed(capsysbinary, *words):
    """Return the exit status, what was printed, and what stands on standard error."""
    status = main([*map(str, words)])
    captured = capsysbinary.readouterr()
    return status, captured.out.decode(), captured.err.decode()


@pytest.fixture
def answers(tmp_path):
    """Return a file of answers in which every connection has a duration, ten days for the slowest."""
    from flywheel_core import write_answers
    from flywheel_core.assessment import TRANSITIONS

    days = dict(zip(TRANSITIONS, (1, 4, 10, 2, 3), strict=True))
    assessment = timed(**{t: {"likely": f"P{n}D"} for t, n in days.items()})
    return written(tmp_path, write_answers(assessment), "answers.json")


def test_what_if_from_answers(answers, capsysbinary):
    """Without a log the answers' durations are scaled, and that is said."""
    words = ("--factor", "analysis_to_application=0.5", "--json")
    status, out, err = printed(capsysbinary, "what-if", answers, *words)
    found = json.loads(out)
    assert (status, err) == (0, "")
    day = 86_400
    assert (found["basis"], found["now"]["seconds"] / day, found["then"]["seconds"] / day) == (
        "estimated",
        20,
        15,
    )
    first = found["savings"][0]
    assert (first["transition"], first["seconds"]) == ("analysis_to_application", 5 * day)
    assert [first[end] for end in ("low", "share", "high")] == pytest.approx([0.25] * 3)
    assert found["ladder"]["rungs"][0]["halved"] == "analysis_to_application"
    assert found["compounding"]["verdict"] == "not_demonstrated"
    assert "durations" in found["why"]


def test_what_if_from_a_log(answers, tmp_path, capsysbinary):
    """With a log its whole items are scaled, and that is said."""
    log = written(tmp_path, loops(40, 2, 5, 3, 1))
    found = json.loads(printed(capsysbinary, "what-if", answers, "--log", log, "--json")[1])
    assert (found["basis"], found["items"], found["now"]["seconds"]) == ("log", 40, 11 * HOUR)
    status, out, _ = printed(capsysbinary, "what-if", answers, "--log", log)
    assert status == 0
    assert out.startswith("Worked out from 40 whole items of the log")
    assert "The ladder" in out
    assert "Loop not demonstrated" in out


def test_a_log_is_read_as_the_times_are(answers, tmp_path, capsysbinary):
    """What `flywheel time` is told of releases, causes and the zone, this is told in the same words."""
    rows = ["item,stage,at,wave"]
    for n in range(80):  # ten waves, whose items go out minutes after each other and wait for it in between
        wave = n // 8
        rows += [
            f"i{n},{stage},2024-{1 + wave:02d}-{day:02d}T{n % 8:02d}:{n % 60:02d}:00Z,{wave}"
            for stage, day in (("captured", 1 + n % 8), ("deployed", 12 + wave), ("measured", 13 + wave))
        ]
    log = written(tmp_path, "\n".join(rows) + "\n")
    turns = []
    for words in ((), ("--release", "wave")):
        now = json.loads(printed(capsysbinary, "what-if", answers, "--log", log, *words, "--json")[1])["now"]
        turns.append((now["seconds"], now["low"], now["high"]))
    assert turns[0][0] == turns[1][0]
    assert turns[0][1:] != turns[1][1:]
    for option, wrong in (("--zone", "Mars/Base"), ("--release", "none"), ("--caused-by", "none")):
        status, out, err = printed(capsysbinary, "what-if", answers, "--log", log, option, wrong)
        assert (status, out) == (2, "")
        assert wrong in err


@pytest.mark.parametrize(
    "words",
    [
        (), ("none.json",), ("ANSWERS", "--log", "none.csv"), ("ANSWERS", "--factor", "storage=0.5"),
        ("ANSWERS", "--factor", "storage_to_analysis"), ("ANSWERS", "--factor", "storage_to_analysis=0"),
        ("ANSWERS", "--factor", "storage_to_analysis=nan"), ("ANSWERS", "--forgetting", "1"),
        ("ANSWERS", "--points-per-user", "0"), ("ANSWERS", "--better", "up"), ("ANSWERS", "--runs", "x.csv"),
        ("ANSWERS", "--series", "x.csv"), ("EMPTY",),
    ],
)  # fmt: skip
def test_wrong_words_end_with_status_two(answers, tmp_path, capsysbinary, words):
    """Whatever is wrong is one line on standard error; answers without a cycle time are refused too."""
    from flywheel_core import write_answers

    empty = written(tmp_path, write_answers(Assessment()), "empty.json")
    files = {"ANSWERS": answers, "EMPTY": empty}
    status, out, err = printed(capsysbinary, "what-if", *(files.get(word, word) for word in words))
    assert (status, out) == (2, "")
    assert len(err.strip().splitlines()) == 1
