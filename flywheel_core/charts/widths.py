"""One chart for a phone and a wide screen: a layout for each width, the widest that fits shown."""

from collections.abc import Iterator

Widths = int | tuple[int, ...]

_ANY_WIDTH = 1_000_000
#: Keeps the rows that are meant for the width at which the chart is shown.
FITS = "datum.from <= width && width < datum.below"


def in_order(width: Widths) -> tuple[int, ...]:
    """Return the widths from the narrowest."""
    return (width,) if isinstance(width, int) else tuple(sorted(width))


def grown(width: int, base: int | None) -> float:
    """Return by how much text grows in a picture that is wider than `base`; without one it stays as it is."""
    return 1.0 if base is None else max(1.0, width / base)


def spans(widths: tuple[int, ...]) -> Iterator[dict[str, int]]:
    """Yield, for each of the widths in order, from which width on its rows are meant, and below which."""
    for start, end in zip((0, *widths[1:]), (*widths[1:], _ANY_WIDTH), strict=True):
        yield {"from": start, "below": end}


def height_expression(heights: tuple[int, ...], widths: tuple[int, ...]) -> str:
    """Return a Vega expression: the height of the widest layout that fits into `width`."""
    wider = zip(widths[:0:-1], heights[:0:-1], strict=True)
    cases = (f"width >= {width} ? {height} : " for width, height in wider)
    return "".join(cases) + str(heights[0])
