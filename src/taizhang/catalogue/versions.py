"""Definitions a body approved after its catalogue was written: a file each, taken over from its day on.

``definitions/2026-11-24-00000318.toml`` is in force from that day and was approved by entry 318 of the journal.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from taizhang.catalogue.model import Declarations, FigureDeclaration
from taizhang.catalogue.resolved import Catalogue
from taizhang.terms.quantity import format_plain

FOLDER = "definitions"
_NAME = re.compile(r"(\d{4}-\d\d-\d\d)-(\d{8,})")


def in_force(home: Path, day: date, entries: int | None = None) -> tuple[Path, ...]:
    """The files of a site in force on a day, the latest last; only those approved by the first ``entries`` entries."""
    found = []
    for path in (home / FOLDER).glob("*.toml"):
        named = _NAME.fullmatch(path.stem)
        if named and named[1] <= day.isoformat() and (entries is None or int(named[2]) <= entries):
            found.append((named[1], int(named[2]), path))
    return tuple(path for _, _, path in sorted(found))


def file_of(home: Path, since: date, entry: int) -> Path:
    """Where a definition is kept that an entry approved from a day on."""
    return home / FOLDER / f"{since.isoformat()}-{entry:08}.toml"


def declared_values(catalogue: Catalogue, name: str) -> dict[str, object]:
    """What is declared of a figure, in plain values, whatever it left to be understood left out."""
    figure = catalogue.figures[name]
    plain_values: dict[str, object] = figure.declared.model_dump(mode="json", exclude_defaults=True)
    # A total is printed in the scale of its first part unless it says its own; resolving filled that in.
    if figure.declared.of and figure.scale == catalogue.figures[figure.declared.of[0]].scale and figure.composed:
        plain_values.pop("scale", None)
    return plain_values


def toml_of(name: str, declared: Mapping[str, object]) -> str:
    """The TOML of a figure's declaration in plain values. Raises ValueError when it is none."""
    figure = FigureDeclaration.model_validate_json(json.dumps(declared), strict=True)
    values = figure.model_dump(exclude_defaults=True)
    lines = [f"{key} = {_value(value)}" for key, value in values.items() if value is not None]
    return "\n".join([f"[figure.{name}]", *lines, ""])


def toml_of_tables(declared: Mapping[str, Mapping[str, Mapping[str, object]]]) -> str:
    """The TOML of whole declarations in plain values: kind → name → declaration. Raises ValueError when they are none."""
    Declarations.model_validate_json(json.dumps(declared), strict=False)
    lines: list[str] = []
    for kind, named in declared.items():
        for name, declaration in named.items():
            tables = {key: one for key, one in declaration.items() if isinstance(one, Mapping) and one}
            lines.append(f"[{kind}.{name}]")
            lines += [f"{_key(key)} = {_value(one)}" for key, one in declaration.items() if key not in tables]
            for key, inside in tables.items():
                lines += ["", f"[{kind}.{name}.{_key(key)}]"]
                lines += [f"{_key(one)} = {_value(value)}" for one, value in inside.items()]
            lines.append("")
    return "\n".join(lines)


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else json.dumps(name, ensure_ascii=False)


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format_plain(value)
        case date():
            return value.isoformat()
        case list() | tuple():
            return f"[{', '.join(map(_value, value))}]"
        case dict():
            inside = ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items() if one is not None)
            return f"{{ {inside} }}"
    # A JSON string is a TOML string; escapes beyond the basic plane are the one difference, and none is made.
    return json.dumps(value, ensure_ascii=False)
