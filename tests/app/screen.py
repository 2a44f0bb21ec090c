"""What the tests of the pages know about the app's screen: where an answer is asked, and what is shown."""

import json
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from functools import cache
from html import unescape
from typing import Any
from unittest.mock import patch

import pyarrow
from google.protobuf.message import Message
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from flywheel_core import Assessment, read_answers
from flywheel_core.assessment import ASKED, DECISIONS
from flywheel_core.files import asset
from flywheel_core.questions import step_of
from flywheel_ui import session
from flywheel_ui.components import SCREENS, SIGNALS
from flywheel_ui.fields import fold_of
from flywheel_ui.layout import ORDER
from tools import ROOT

#: Every screen there is: a page, for Step 1 also which of its screens.
PLACES: tuple[tuple[str, str | None], ...] = tuple(
    (page, part) for page in ORDER for part in (SCREENS if page == "components" else (None,))
)

#: What may be pressed where no answer may be changed: ways around, papers, other assessments.
HARMLESS = re.compile(
    r"(back|on)(_within)?|part|ring_\d+|page_size|paper_\w+|copy|resume|import|example_\w+|new|homework_rest|ring_in_words|what_if\.back"
)

#: What is drawn once it is opened.
_FOLDED = (
    *(f"notes.{path}" for path in ASKED),
    *(f"decisions.{decision}" for decision in DECISIONS),
)

_WIDGETS = (
    "radio",
    "text_input",
    "text_area",
    "number_input",
    "date_input",
    "checkbox",
    "selectbox",
    "button",
    "download_button",
    "file_uploader",
    "segmented_control",
    "pills",
)


class Screen:
    """The app as one browser tab has it. Raises AssertionError where a run ends in an exception."""

    def __init__(self, link: str = "", *, locale: str = "en-GB") -> None:
        """Open the app's address, with a link in it or without, in a browser that speaks a language."""
        self.app = AppTest.from_file(str(ROOT / "flywheel_ui" / "shell.py"), default_timeout=60)
        self.app.context = {"url": "http://127.0.0.1:8501/", "theme": "light", "locale": locale}
        # Else each app looks for components in every package that is installed: most of a test's time.
        self.app._bidi_component_manager = components()
        if link:
            self.app.query_params[session.LINK] = link
        self.browser = Browser()
        self.run()

    def run(self) -> "Screen":
        """Run the app once more."""
        with self.browser.shows():
            return self._whole(self.app.run())

    def go(self, page: str, part: str | None = None) -> "Screen":
        """Go to a page, and within Step 1 to one of its screens."""
        if part is not None:
            self.app.query_params["part"] = part
        self.unfold()
        self.app.switch_page(f"../pages/{page}.py")
        return self.run()

    def unfold(self) -> None:
        """Open what is folded away: it is drawn only then."""
        for place in _FOLDED:
            self.app.session_state[fold_of(place)] = True

    def go_where_asked(self, path: str) -> "Screen":
        """Go to where the answer at `path` is asked."""
        return self.go(*place_of(path))

    def _whole(self, app: AppTest) -> "Screen":
        assert not app.exception, [exception.value for exception in app.exception]
        return self

    # --- Widgets -----------------------------------------------------------------------------------------

    def widgets(self) -> dict[str, Any]:
        """Return the widgets by key, those of answers by the answer's path."""
        found = {}
        for kind in _WIDGETS:
            for widget in self.app.get(kind):
                found[(widget.key or "").partition("#")[0]] = widget
        return found

    def widget(self, key: str) -> Any:
        """Return the widget of an answer by its path, or any other by its key."""
        return self.widgets()[key]

    def give(self, path: str, value: object) -> "Screen":
        """Type or choose a value in the widget of an answer, as a person would, and let the app run."""
        self.widget(path).set_value(value)
        return self.run()

    def fill(self, key: str, value: object) -> "Screen":
        """Type into a field of a form: it goes with the form's button."""
        self.widget(key).set_value(value)
        return self

    def press(self, key: str) -> "Screen":
        """Press a button."""
        self.widget(key).click()
        return self.run()

    # --- What is shown -----------------------------------------------------------------------------------

    def markdown(self) -> list[str]:
        """Return what stands in Markdown, captions included."""
        return [element.value for element in (*self.app.markdown, *self.app.caption)]

    def errors(self) -> list[str]:
        """Return the sentences that say what is wrong."""
        return [unescaped(error.value) for error in self.app.error]

    def news(self) -> list[str]:
        """Return the sentences that say what happened."""
        return [unescaped(info.value) for info in self.app.info]

    def charts(self) -> list[dict[str, Any]]:
        """Return the Vega-Lite specification of each chart, with rows that stand beside it put into it."""
        return [_with_its_rows(chart.proto) for chart in self.app.get("vega_lite_chart")]

    def heard(self) -> list[str]:
        """Return what is said of a chart for those who only hear the page."""
        bodies = [html.proto.body for html in self.app.get("html")]
        return [
            unescape(said) for body in bodies for said in re.findall(r'class="flywheel-heard">([^<]*)<', body)
        ]

    def strings(self) -> Iterator[tuple[str, str]]:
        """Yield every string that the page sends to the browser, after the name of its field."""
        yield from strings_of(self.app.main)

    # --- What is kept ------------------------------------------------------------------------------------

    @property
    def session(self) -> session.Session:
        """What the browser tab knows."""
        found: session.Session = self.app.session_state["session"]
        return found

    def kept(self) -> Assessment:
        """Return the assessment as the database has it."""
        assert self.session.token is not None, "nothing is kept yet"
        return session.store().open(self.session.token).assessment


def _with_its_rows(chart: Any) -> dict[str, Any]:
    spec: dict[str, Any] = json.loads(chart.spec)
    rows = {
        each.name: pyarrow.ipc.open_stream(each.data.data).read_all().to_pylist() for each in chart.datasets
    }
    for layer in spec.get("layer", ()):
        if "name" in layer.get("data", {}):
            layer["data"] = {"values": rows[layer["data"]["name"]]}
    return spec


class Browser:
    """What stays on the screen from run to run, where Streamlit's tests see only what the last run drew."""

    def __init__(self) -> None:
        """Begin with an empty screen."""
        self.drawn: dict[tuple[int, ...], ForwardMsg] = {}
        #: How many elements the last run drew.
        self.redrawn = 0

    def shows(self) -> AbstractContextManager[object]:
        """Have the tests see the whole screen while this context lasts."""
        return patch.object(LocalScriptRunner, "forward_msgs", lambda runner: self._take(runner))

    def _take(self, runner: LocalScriptRunner) -> list[ForwardMsg]:
        sent = runner.forward_msg_queue._queue
        deltas = {tuple(m.metadata.delta_path): m for m in sent if m.WhichOneof("type") == "delta"}
        runs = [data for data in runner.event_data if "fragment_ids_this_run" in data]
        again = runs[-1]["fragment_ids_this_run"]  # the parts that the last run was for; none for all
        kept = {path: m for path, m in self.drawn.items() if again and m.delta.fragment_id not in again}
        self.drawn = dict(sorted({**kept, **deltas}.items()))
        self.redrawn = len(deltas)
        return [*(m for m in sent if m.WhichOneof("type") != "delta"), *self.drawn.values()]


@cache
def components() -> BidiComponentManager:
    """Return the one register of components of all tests."""
    return BidiComponentManager()


def place_of(path: str) -> tuple[str, str | None]:
    """Return the page, and for Step 1 the screen, where the answer at `path` is asked."""
    page = step_of(path)
    if page != "components":
        return page, None
    return page, SIGNALS if path.endswith("_signals") else path.split(".")[1]


def example(name: str) -> Assessment:
    """Return one of the three examples."""
    return read_answers(asset(f"examples/{name}.json").read_bytes())


def unescaped(words: str) -> str:
    """Return what Markdown shows for text in which every mark is escaped."""
    return re.sub(r"\\([^a-zA-Z0-9\s])", r"\1", words.replace("\u2060", ""))


def strings_of(node: Any) -> Iterator[tuple[str, str]]:
    """Yield every string of a part of a page, after the name of its field."""
    proto = getattr(node, "proto", None)
    if isinstance(proto, Message):
        yield from _strings_in(proto)
    for child in getattr(node, "children", {}).values():
        yield from strings_of(child)


def _strings_in(message: Message) -> Iterator[tuple[str, str]]:
    for field, value in message.ListFields():
        values = value if field.is_repeated else [value]
        for item in values:
            if isinstance(item, str):
                yield f"{message.DESCRIPTOR.name}.{field.name}", item
            elif isinstance(item, Message):
                yield from _strings_in(item)
