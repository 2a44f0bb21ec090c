"""The ring by itself, as a picture and as a drawing that can be scaled."""

import struct
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree

from flywheel_core.assessment import Assessment
from flywheel_core.findings import Findings, assess
from flywheel_core.guide import Guide
from flywheel_core.report.errors import PaperError

_WIDTH = 640
_PNG = b"\x89PNG\r\n\x1a\n"


def write_svg(
    assessment: Assessment, guide: Guide, findings: Findings | None = None, page: str = "a4"
) -> bytes:
    """Return the ring as SVG, UTF-8, 640 units wide. Raises PaperError if it is no drawing."""
    del page
    from flywheel_core.charts import ring_of, ring_svg

    ring = ring_of(assessment, findings or assess(assessment, guide), guide)
    data = ring_svg(ring, "light", _WIDTH).encode("utf-8")
    try:
        root = ElementTree.fromstring(data)  # noqa: S314  # our own drawing, read back to see that it is XML
    except ElementTree.ParseError as error:
        raise PaperError(guide.text("report.errors.reads_otherwise", paper="SVG")) from error
    if not root.tag.endswith("svg") or root.get("width") != str(_WIDTH):
        raise PaperError(guide.text("report.errors.reads_otherwise", paper="SVG"))
    return data


def write_png(
    assessment: Assessment, guide: Guide, findings: Findings | None = None, page: str = "a4"
) -> bytes:
    """Return the ring as PNG, 1,280 pixels wide. Raises PaperError if it is no whole picture."""
    del page
    from flywheel_core.charts import ring_of, ring_png

    ring = ring_of(assessment, findings or assess(assessment, guide), guide)
    data = ring_png(ring, "light", _WIDTH)
    kinds = [kind for kind, _ in _chunks(data)]
    size = next((struct.unpack(">II", body[:8]) for kind, body in _chunks(data) if kind == b"IHDR"), (0, 0))
    if kinds[:1] != [b"IHDR"] or kinds[-1] != b"IEND" or size[0] != 2 * _WIDTH or not size[1]:
        raise PaperError(guide.text("report.errors.reads_otherwise", paper="PNG"))
    return data


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield kind and body of each chunk of a PNG; a broken one ends it."""
    at = len(_PNG) if data.startswith(_PNG) else len(data)
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        check = data[at + 8 + length : at + 12 + length]
        if zlib.crc32(kind + body) != int.from_bytes(check, "big"):
            return
        yield kind, body
        at += 12 + length
