"""A room's screens as one browser tab has them."""

from streamlit.testing.v1 import AppTest

from tests.app.screen import components, unescaped
from tools import ROOT

_KINDS = (
    "title",
    "toast",
    "header",
    "subheader",
    "markdown",
    "text",
    "caption",
    "info",
    "error",
    "warning",
    "success",
    "metric",
)


class RoomScreen:
    """One tab on a page of a workshop. Raises AssertionError where a run ends in an exception."""

    def __init__(self, page: str, *, zone: str = "", locale: str = "en-GB", **parameters: str) -> None:
        """Open a page by its address's parameters, in a browser with a zone and a language."""
        self.token = parameters.get("room", "")
        self.app = AppTest.from_file(str(ROOT / "flywheel_ui" / "shell.py"), default_timeout=60)
        self.app.context = {"url": f"http://room.example/{page}", "theme": "light", "locale": locale}
        if zone:
            self.app.context = {**self.app.context, "timezone": zone}
        self.app._bidi_component_manager = components()
        for name, value in parameters.items():
            self.app.query_params[name] = value
        self.app.run()
        self.app.switch_page(f"../pages/{page}.py")
        self.run()

    def run(self) -> "RoomScreen":
        """Run the page once more."""
        self.app.run()
        assert not self.app.exception, self.app.exception
        return self

    def press(self, key: str) -> "RoomScreen":
        """Press a button."""
        self.app.button(key=key).click()
        return self.run()

    def type(self, key: str, words: str) -> "RoomScreen":
        """Type into a field."""
        found = next(field for field in (*self.app.text_input, *self.app.text_area) if field.key == key)
        found.set_value(words)
        return self.run()

    def choose(self, key: str, value: object) -> "RoomScreen":
        """Choose in a list or among radio buttons."""
        found = next(field for field in (*self.app.radio, *self.app.selectbox) if field.key == key)
        found.set_value(value)
        return self.run()

    @property
    def shown(self) -> str:
        """All text that stands on the page, as a person reads it."""
        return unescaped(" ".join(str(element.value) for kind in _KINDS for element in self.app.get(kind)))

    def buttons(self) -> list[str]:
        """Return the keys of all buttons."""
        return [button.key for button in self.app.button]
