"""What a browser sends for a widget that nobody has touched yet, and what can be chosen in it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from streamlit.proto.Common_pb2 import StringArray
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.WidgetStates_pb2 import WidgetState


@dataclass(frozen=True)
class Choice:
    """A widget in which one option is chosen: radio buttons, or a row of buttons such as pills."""

    id: str
    options: tuple[str, ...]
    buttons: bool

    def state(self, option: str) -> WidgetState:
        """Return what a browser sends when this option is chosen."""
        if self.buttons:
            return WidgetState(id=self.id, string_array_value=StringArray(data=[option]))
        return WidgetState(id=self.id, string_value=option)

    def chosen(self, state: WidgetState | None) -> int:
        """Return the place of the chosen option; -1 where none is chosen."""
        if state is None:
            return -1
        values = state.string_array_value.data if self.buttons else [state.string_value]
        return self.options.index(values[0]) if values and values[0] in self.options else -1


class Given(NamedTuple):
    """A widget's state as the server gives it, and whether it overrules what the browser holds."""

    state: WidgetState
    overrules: bool


def choice_of(element: Element) -> Choice | None:
    """Return the choice that an element offers, or None for any other element."""
    if element.WhichOneof("type") == "radio":
        return Choice(element.radio.id, tuple(element.radio.options), buttons=False)
    if element.WhichOneof("type") == "button_group":
        group = element.button_group
        if group.click_mode == group.SINGLE_SELECT:
            return Choice(group.id, tuple(_contents(group)), buttons=True)
    return None


def widget_id(element: Element) -> str:
    """Return the identity of a widget, or nothing for what is no widget."""
    kind = element.WhichOneof("type")
    return getattr(getattr(element, kind), "id", "") if kind else ""


def state_of(element: Element) -> Given | None:
    """Return a widget's state as its element gives it.

    None for buttons, for an empty choice, and for the kinds whose default the server knows by itself:
    browsers send nothing for the first two.
    """
    kind = element.WhichOneof("type")
    if kind not in READERS:
        return None
    widget = getattr(element, kind)
    state = WidgetState(id=widget.id)
    return Given(state, bool(widget.set_value)) if READERS[kind](widget, state) else None


def _option(widget: Any, state: WidgetState) -> bool:
    if widget.set_value:
        given = bool(widget.HasField("raw_value"))
        value = widget.raw_value
    else:
        given = bool(widget.HasField("default")) and len(widget.options) > widget.default
        value = widget.options[widget.default] if given else ""
    if given:
        state.string_value = value
    return given


def _options(widget: Any, state: WidgetState) -> bool:
    names = list(_contents(widget))
    chosen = widget.raw_values if widget.set_value else [names[index] for index in widget.default]
    state.string_array_value.data.extend(chosen)
    return True


def _contents(widget: Any) -> Iterable[str]:
    return (option if isinstance(option, str) else option.content for option in widget.options)


def _single(field: str) -> Callable[[Any, WidgetState], bool]:
    def read(widget: Any, state: WidgetState) -> bool:
        source = "value" if widget.set_value else "default"
        optional = widget.DESCRIPTOR.fields_by_name[source].has_presence
        if optional and not widget.HasField(source):
            return False
        setattr(state, field, getattr(widget, source))
        return True

    return read


def _several(field: str) -> Callable[[Any, WidgetState], bool]:
    def read(widget: Any, state: WidgetState) -> bool:
        getattr(state, field).data.extend(widget.value if widget.set_value else widget.default)
        return True

    return read


#: How the state of each kind of widget is read; kinds that are not here keep the server's own default.
READERS: dict[str, Callable[[Any, WidgetState], bool]] = {
    "radio": _option,
    "selectbox": _option,
    "button_group": _options,
    "multiselect": _options,
    "text_input": _single("string_value"),
    "text_area": _single("string_value"),
    "number_input": _single("double_value"),
    "checkbox": _single("bool_value"),
    "slider": _several("double_array_value"),
    "date_input": _several("string_array_value"),
}
