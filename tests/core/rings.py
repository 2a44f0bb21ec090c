"""Rings for the tests: made by hand in one line, and random ones."""

from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st

from flywheel_core import load_guide
from flywheel_core.charts import Ring, RingArrow, RingNode, RingWords, assemble_ring
from tests.core.assessments import ARROWS, NODES

ABSENT = "n/a"
WIDTHS = (320, 360, 480, 640)
ENGLISH = ("Collection", "Storage", "Analysis", "Application", "Feedback")
GERMAN = ("Datenerfassung", "Speicherung", "Auswertung", "Anwendung", "Rückmeldung")
FINNISH = ("Tiedonkeruu", "Tallentaminen", "Analysointi", "Käyttöönotto", "Palautekanava")
GREEK = ("Συλλογή", "Αποθήκευση", "Ανάλυση", "Εφαρμογή", "Ανατροφοδότηση")
TIMES = (
    "",
    "2 h",
    "3 days",
    "10 months 2 weeks",
    "between 2 and 3 weeks",
    "nothing passes",
    "zwischen 10 und 13 Wochen",
)
VOTES = ("", "votes 0–4", "all vote 2", "Stimmen 1–3")
VOTED = st.sampled_from((False, False, True))
WORDS = RingWords("weakest", "slowest", "drag", ABSENT)
LONG_WORDS = RingWords("am schwächsten", "der langsamste Übergang", "Bremse", "entfällt")

EVEN = st.just((72.0,) * 5)
#: Arcs that follow time: none shorter than 40 degrees.
UNEVEN = st.lists(st.integers(0, 100), min_size=5, max_size=5).map(
    lambda shares: tuple(40 + 160 * (share + 1) / (sum(shares) + 5) for share in shares)
)

Step = int | str | None


def ring(
    levels: Iterable[Step] = (3, 2, 2, 1, 1),
    strengths: Iterable[Step] = (4, 3, 2, 2, 1),
    times: Iterable[str] = ("2 h", "3 days", "3 weeks", "2 months", ""),
    *,
    names: Iterable[str] = ENGLISH,
    weakest: int | None = 4,
    bottleneck: int | None = 3,
    drags: Iterable[int] = (),
    centre: tuple[str, str] = ("Feedback loop", "people still push it"),
    words: RingWords = WORDS,
    spans: Iterable[float] = (72, 72, 72, 72, 72),
    votes: Iterable[str] = ("",) * 5,
) -> Ring:
    """Return a ring; `drags` count nodes from 0 and arrows from 5, a text as a step means not applicable."""
    drags = set(drags)
    return assemble_ring(
        [
            RingNode(NODES[i], name, *_step(level), drag="quality" if i in drags else "")
            for i, (level, name) in enumerate(zip(levels, names, strict=True))
        ],
        [
            RingArrow(
                transition=ARROWS[i],
                label=ARROWS[i].replace("_", " "),
                strength=strength if isinstance(strength, int) else None,
                says=_says(strength),
                time_text=time,
                not_applicable=isinstance(strength, str),
                weakest=i == weakest,
                bottleneck=i == bottleneck,
                drag="retraining" if i + 5 in drags else "",
                span=span,
                spread_text=spread,
                spread_says=spread,
            )
            for i, (strength, time, span, spread) in enumerate(
                zip(strengths, times, spans, votes, strict=True)
            )
        ],
        centre,
        load_guide(),
        words,
    )


def _says(step: Step) -> str:
    return "not answered" if step is None else step if isinstance(step, str) else f"{step} of 4"


def _step(step: Step) -> tuple[Any, ...]:
    says = _says(step)
    drawn = "open" if step is None else says
    return (step if isinstance(step, int) else None, drawn, says, isinstance(step, str))


@st.composite
def rings(
    draw: st.DrawFn,
    names: tuple[tuple[str, ...], ...] = (ENGLISH, GERMAN, FINNISH, GREEK),
    spans: st.SearchStrategy[tuple[float, ...]] = EVEN,
) -> Ring:
    """Draw rings of all kinds: open, broken, not applicable, marked or not, in short and in long words."""
    steps = st.one_of(st.integers(0, 4), st.none(), st.just(ABSENT))
    strengths = draw(st.lists(steps, min_size=5, max_size=5))
    applicable = [i for i, strength in enumerate(strengths) if strength != ABSENT]
    marked = st.sampled_from(applicable) if applicable else st.none()
    titles = ("Broken", "Feedback loop", "Rückkopplungsschleife", "")
    subtitles = ("", "people still push it", "Jede Runde braucht noch Menschen, die sie anschieben")
    return ring(
        draw(st.lists(steps, min_size=5, max_size=5)),
        strengths,
        draw(st.lists(st.sampled_from(TIMES), min_size=5, max_size=5)),
        names=draw(st.sampled_from(names)),
        weakest=draw(st.none() | marked),
        bottleneck=draw(st.none() | marked),
        drags=draw(st.sets(st.integers(0, 9))),
        centre=(draw(st.sampled_from(titles)), draw(st.sampled_from(subtitles))),
        words=draw(st.sampled_from((WORDS, LONG_WORDS))),
        spans=draw(spans),
        votes=draw(st.lists(st.sampled_from(VOTES), min_size=5, max_size=5)) if draw(VOTED) else ("",) * 5,
    )
