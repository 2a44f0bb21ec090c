"""What text on a drawn chart looks like; a browser's judge of contrast doesn't read text on shapes."""

import xml.etree.ElementTree as ET

import vl_convert

from flywheel_core.charts import PALETTES, contrast


def faint(spec, look):
    """Return each text of a drawn specification, with its colour, whose contrast is less than 4.5."""
    drawn = ET.fromstring(vl_convert.vegalite_to_svg(spec))
    texts = [
        e
        for e in drawn.iter("{http://www.w3.org/2000/svg}text")
        # A label without room is left out by making it wholly transparent.
        if "".join(e.itertext()).strip() and e.get("opacity") != "0"
    ]
    assert texts, "the chart has no text"
    return [("".join(e.itertext()), e.attrib) for e in texts if not _seen(e.attrib, PALETTES[look].paper)]


def _seen(look, paper):
    solid = all(float(look.get(name, 1)) == 1 for name in ("opacity", "fill-opacity"))
    return solid and contrast(look.get("fill", "#000000"), paper) >= 4.5
