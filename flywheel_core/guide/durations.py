"""How a language says and reads durations: units, their names, and numbers in words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

#: Seconds in each unit, longest first. A typed month is 30.4375 days, a quarter three and
#: a year twelve of them.
SECONDS = {
    "year": 365.25 * 86_400,
    "quarter": 91.3125 * 86_400,
    "month": 30.4375 * 86_400,
    "fortnight": 14 * 86_400.0,
    "week": 7 * 86_400.0,
    "day": 86_400.0,
    "hour": 3_600.0,
    "minute": 60.0,
    "second": 1.0,
}


@dataclass(frozen=True)
class Units:
    """The names a person may type for units, the words that stand for numbers, the mark of thousands."""

    names: Mapping[str, str]
    numbers: Mapping[str, float]
    thousands: str = ","

    def read(self, text: str) -> timedelta | None:
        """Return the duration that `text` says (`2 h 30 min`, `1½ weeks`), or None if it says none."""
        text = self._with_digits(self.without_about(text.strip().casefold()))
        if text in self._words("instantly"):
            return timedelta(seconds=1)
        text = re.sub(rf"(?<=\w)\s+(?:{'|'.join(map(re.escape, self._joiners))})\s+(?=\w)", " ", text)
        parts = _PART.findall(text)
        if text.endswith("+"):
            return None  # at least so long
        if not parts or _PART.sub("", text).strip(" ,;+&") not in ("", *self._joiners):
            return None
        units = [self.names.get(self.word(word), "") for _, word in parts]
        amounts = [self._amount(number) for number, _ in parts]
        if "" in units or None in amounts or len(set(units)) < len(units):
            return None
        try:
            return timedelta(seconds=sum((n or 0) * SECONDS[u] for n, u in zip(amounts, units, strict=True)))
        except OverflowError:
            return timedelta.max

    def number(self, text: str) -> float | None:
        """Return the number that `text` is (`2,5`, `1½`, `three`), or None if it is none."""
        return self._amount(self._with_digits(self.without_about(text.strip().casefold())))

    def doubtful(self, text: str) -> str:
        """Return the first number in `text` that may be a thousand times what it seems (`1.000`), if any."""
        mark = re.escape("." if self.thousands == "," else ",")
        found = re.search(rf"(?<![\d.,])[1-9]\d{{0,2}}{mark}\d{{3}}(?![\d.,]\d|\d)", text)
        return found[0] if found else ""

    def beyond_doubt(self, text: str) -> str:
        """Return `text` with a zero behind each number that would be doubtful: `1.2340` is read as it is."""
        while number := self.doubtful(text):
            text = text.replace(number, f"{number}0", 1)
        return text

    def word(self, text: str) -> str:
        """Return the first word of `text` that names a unit, empty if there is none."""
        words = re.findall(r"[^\W\d]+", text.casefold())
        return next((word for word in words if self.names.get(word) in SECONDS), "")

    def _with_digits(self, text: str) -> str:
        """Write fractions, marked thousands and number phrases (`half a`) as plain digits."""
        text = _FRACTION.sub(lambda m: f"{float(m[1] or m[3] or 0) + _FRACTIONS[m[2] or m[4]]:g}", text)
        mark = re.escape(self.thousands)
        grouped = rf"(?<![\d.,])[1-9]\d{{0,2}}(?:{mark}\d{{3}})+(?!\d|{mark}\d)"
        text = re.sub(grouped, lambda m: m[0].replace(self.thousands, ""), text)
        text = self._with_halves(text)
        for phrase in sorted((word for word in self.numbers if " " in word), key=len, reverse=True):
            text = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", f"{self.numbers[phrase]:g}", text)
        return text

    def _with_halves(self, text: str) -> str:
        """Write `2 weeks and a half` and `two and a half weeks` as 2.5 weeks, and `2h30` with its minutes."""
        for half in self._words("and_a_half"):
            for order in (r"(\S+)\s+(\S+)\s+{half}", r"(\S+)\s+{half}\s+(\S+)"):
                found = re.fullmatch(order.format(half=re.escape(half)), text)
                amount = self._amount(found[1]) if found else None
                if found and amount is not None:
                    text = f"{amount + 0.5:g} {found[2]}"
        clock = re.fullmatch(r"(\d+)\s*([^\W\d]+)\s*([0-5]\d)", text)
        if clock and self.names.get(clock[2]) == "hour":
            text = f"{int(clock[1]) * 60 + int(clock[3])} {next(iter(self._words('minute')))}"
        return text

    def without_about(self, text: str) -> str:
        """Leave out what only says that the figure is rounded, or the most that it comes to."""
        about = next((word for word in self._words("about") if text.casefold().startswith(word)), "")
        about = text[: len(about)]
        rest = text.removeprefix(about)
        return rest.strip() if about and not (about[-1:].isalpha() and rest[:1].isalnum()) else text

    def without_any_about(self, text: str) -> str:
        """Leave out such phrases of several words wherever they stand: `up to` has the word of a range."""
        phrases = "|".join(re.escape(word) for word in self._words("about") if " " in word)
        return re.sub(rf"(?<!\w)(?:{phrases})\s+", "", text, flags=re.IGNORECASE) if phrases else text

    def _words(self, name: str) -> tuple[str, ...]:
        return tuple(word for word, unit in self.names.items() if unit == name)

    @property
    def _joiners(self) -> tuple[str, ...]:
        return self._words("and")

    def _amount(self, number: str) -> float | None:
        if re.fullmatch(r"\d+(?:[.,]\d+)?", number):
            return float(number.replace(",", "."))
        return self.numbers.get(number)


_PART = re.compile(r"(\d+(?:[.,]\d+)?|[^\W\d]+(?=\s))\s*([^\W\d]+\.?)")
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "1/2": 0.5, "1/4": 0.25, "3/4": 0.75}
_FRACTION = re.compile(r"(?:(\d+)\s*)?([½¼¾])|(?:(\d+)\s+)?(?<![\d/.,])(1/2|1/4|3/4)(?![\d/])")


def largest_parts(seconds: float) -> tuple[tuple[str, float], ...]:
    """Split seconds into at most two neighbouring units, the largest first, rounded to what a person says.

    `90_000` gives `(("day", 1), ("hour", 1))`. Whole weeks are said as such up to twelve, days below 120;
    then come months and, from two years on, years. The rounding is at most a tenth.
    """
    if seconds < 1:
        return (("second", float(f"{seconds:.3g}")),)
    for unit, most in (("year", 1_000), ("month", 23), ("week", 12)):
        times = seconds / SECONDS[unit]
        if 1 <= round(times) <= most and abs(times - round(times)) < 1e-9:
            return _told((unit, round(times)))
    if seconds >= 120 * SECONDS["day"]:
        return _in_months(seconds / SECONDS["month"])
    return _rounded(seconds)


def as_said(seconds: float) -> float:
    """Return seconds rounded to what `largest_parts` says of them."""
    return sum(SECONDS[unit] * amount for unit, amount in largest_parts(seconds))


#: Up to how many seconds a duration is rounded to a step, and in which units it is then told.
_STEPS = (
    (10.0, 0.1, "second", ""),
    (60.0, 1.0, "second", ""),
    (600.0, 1.0, "minute", "second"),
    (10 * 3_600.0, 60.0, "hour", "minute"),
    (10 * 86_400.0, 3_600.0, "day", "hour"),
    (120 * 86_400.0, 86_400.0, "day", ""),
)


def _rounded(seconds: float) -> tuple[tuple[str, float], ...]:
    """Tell up to 120 days: rounded first, so that 59.6 seconds are a minute and 23:59 is a day."""
    step = next(step for limit, step, _, _ in _STEPS if seconds < limit)
    amount = round(seconds / step) * step
    _, _, main, below = next(row for row in _STEPS if amount < row[0] or row is _STEPS[-1])
    if amount < SECONDS[main]:
        main, below = below, ""
    whole = amount // SECONDS[main] if below else round(amount / SECONDS[main], 1)
    rest = round((amount - whole * SECONDS[main]) / SECONDS[below]) if below else 0
    return _told((main, whole), (below, rest))


def _in_months(months: float) -> tuple[tuple[str, float], ...]:
    """Tell from four months on: with weeks below five months, as years from two years on."""
    if months < 5:
        whole, weeks = int(months), round((months % 1) * SECONDS["month"] / SECONDS["week"])
        return _told(("month", whole + 1)) if weeks >= 4 else _told(("month", whole), ("week", weeks))
    years, rest = divmod(round(months), 12)
    if years < 2:
        return _told(("month", 12 * years + rest)) if rest else _told(("year", years))
    return _told(("year", years), ("month", rest)) if years < 10 else _told(("year", round(months / 12)))


def _told(*parts: tuple[str, float]) -> tuple[tuple[str, float], ...]:
    return tuple((unit, amount) for unit, amount in parts if amount) or parts[:1]
