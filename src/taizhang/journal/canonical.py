"""Canonical bytes: the one way a value is written, so that its hash means something.

UTF-8 JSON with sorted ASCII keys and no spaces. No floats (money in 分 or plain decimal text), integers
below 2^53, no lone surrogates, no control characters but line feed and tab. Lines are split on byte 0x0A
alone: U+2028 and U+0085 are ordinary characters here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

import orjson

Plain = str | int | bool | None | Sequence["Plain"] | Mapping[str, "Plain"]

# RFC 8785 and RFC 7493 2.2: beyond, JavaScript and others round whole numbers.
LARGEST = 2**53 - 1
# Chosen: deeper than anything an entry holds; a hostile one must not exhaust the stack.
DEEPEST = 8

_escapes = re.compile(rb"\\(.)")
_ALLOWED_ESCAPES = frozenset((b'"', b"\\", b"n", b"t"))
_SIMPLE = frozenset((str, bool, type(None)))


class NotCanonical(ValueError):
    """The value cannot be written, or the bytes are not the canonical ones; the text says why in Chinese."""


def canonical(value: Plain) -> bytes:
    """The value's canonical bytes. Raises NotCanonical for whatever has none."""
    _check(value, DEEPEST)
    try:
        data = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError:
        raise NotCanonical("含有不成对的代理字符") from None
    if b"\\" in data and not _ALLOWED_ESCAPES.issuperset(_escapes.findall(data)):
        raise NotCanonical("含有换行和制表符以外的控制字符")
    if b"\x7f" in data:
        raise NotCanonical("含有控制字符（U+007F）")
    return data


def parse(data: bytes) -> Plain:
    """The value of canonical bytes. Raises NotCanonical unless writing it again gives the same bytes."""
    try:
        value: Plain = json.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise NotCanonical("不是合格的 JSON 文本") from None
    if canonical(value) != data:
        raise NotCanonical("写法不是规范形式")
    return value


def parse_object(data: bytes) -> dict[str, Plain]:
    """The object of canonical bytes. Raises NotCanonical for any other value."""
    value = parse(data)
    if not isinstance(value, dict):
        raise NotCanonical("不是一个对象")
    return value


def _check(value: object, depth: int) -> None:
    """Raises NotCanonical unless the value is made of what has a canonical form."""
    kind = type(value)
    if kind is str or kind is bool or value is None or isinstance(value, str):
        return
    if isinstance(value, int):
        if not -LARGEST <= value <= LARGEST:
            raise NotCanonical("整数超出范围（绝对值须小于2的53次方）")
        return
    if depth == 0:
        raise NotCanonical("嵌套层数过多")
    if isinstance(value, dict | Mapping):
        _check_object(value, depth)
    elif isinstance(value, list | tuple):
        for item in value:
            _check(item, depth - 1)
    else:
        raise NotCanonical(f"不能存放“{kind.__name__}”类的值（金额以分或十进制文本存放，不用浮点数）")


def _check_object(value: Mapping[str, object], depth: int) -> None:
    """The same for an object; most hold texts alone, so their types are looked at together first."""
    try:
        names = "".join(value)
    except TypeError:
        raise NotCanonical("名称不是文字") from None
    if not names.isascii():
        raise NotCanonical("名称含有 ASCII 以外的字符")
    if not _SIMPLE.issuperset(map(type, value.values())):
        for item in value.values():
            if type(item) not in _SIMPLE:
                _check(item, depth - 1)
