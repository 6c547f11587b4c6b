"""A Chinese sentence that remembers its template and what fills it, so that it can be said in another language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

Value = object


class Sentence(str):
    """A whole Chinese sentence, ready to be read; ``template`` and ``values`` say how it was made.

    It is a ``str`` wherever one is wanted. What cuts or joins it gives a plain ``str``, which no other language has;
    ``chain`` keeps several together.
    """

    __slots__ = ("template", "values")

    template: str
    values: Mapping[str, Value]

    def __new__(cls, text: str, template: str = "", values: Mapping[str, Value] | None = None) -> Sentence:
        """The sentence ``text``; made by ``sentence`` and ``chain`` alone, and by those who copy one."""
        made = super().__new__(cls, text)
        made.template = template or text
        made.values = values or {}
        return made


def sentence(template: str, /, **values: Value) -> str:
    """The template with each ``{name}`` filled, a ``Sentence``; raises KeyError or IndexError when a name has no value."""
    return Sentence(template.format_map(values), template, values)


CHAIN: Final = "{0}"  # The template of sentences said one after another: it has no words of its own.


def chain(parts: Iterable[str], mark: str = "") -> str:
    """Sentences or words said one after another, parted by a mark; each is translated by itself."""
    said = tuple(parts)
    return Sentence(mark.join(said), CHAIN, {"parts": said, "mark": mark})


def plain(text: str) -> object:
    """The text as JSON can hold it, its template and values kept."""
    if not isinstance(text, Sentence):
        return text
    values = {name: _plain_value(value) for name, value in text.values.items()}
    return {"text": str(text), "template": text.template, "values": values}


def _plain_value(value: Value) -> object:
    if isinstance(value, tuple):
        return [_plain_value(one) for one in value]
    if isinstance(value, str):
        return plain(value)
    return value if isinstance(value, int) else str(value)


def from_plain(told: object) -> str:
    """The text of its plain form. Raises TypeError, KeyError or AttributeError for anything else."""
    if isinstance(told, str):
        return told
    if not isinstance(told, dict):
        raise TypeError("a text is a string or an object")
    values = {name: _value_from(value) for name, value in told["values"].items()}
    return Sentence(str(told["text"]), str(told["template"]), values)


def _value_from(told: object) -> Value:
    if isinstance(told, list):
        return tuple(_value_from(one) for one in told)
    return from_plain(told) if isinstance(told, dict | str) else told
