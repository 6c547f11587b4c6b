"""Reads catalogue folders: every TOML file and template, each fault with its file, line and key."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from taizhang.catalogue.check import check
from taizhang.catalogue.files import Files, text_of
from taizhang.catalogue.lines import line_of, lines_of
from taizhang.catalogue.model import Declarations
from taizhang.catalogue.profiles import switch_on
from taizhang.catalogue.resolve import resolve
from taizhang.catalogue.resolved import Catalogue
from taizhang.terms.problem import Place, Problem, Refused, errors
from taizhang.terms.sentence import sentence

_TABLES = tuple(Declarations.model_fields)
_REASONS = {
    "missing": "缺少必填的项目“{key}”。",
    "extra_forbidden": "不认识的项目“{key}”。",
    "literal_error": "“{value}”不在可选范围内：{expected}。",
    "string_type": "应写成带引号的文字，现为“{value}”。",
    "tuple_type": "应写成方括号里的列表，现为“{value}”。",
    "bool_type": "应写 true 或 false，现为“{value}”。",
    "int_type": "应写整数，现为“{value}”。",
    "int_from_float": "应写整数，现为“{value}”。",
    "decimal_type": "应写数，现为“{value}”。",
    "dict_type": "应写成一节（[表]），现为“{value}”。",
    "model_type": "应写成一节（[表]），现为“{value}”。",
}
Path_ = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """Where each declaration was read: path of keys → (file, line)."""

    lines: Mapping[str, dict[Path_, int]]
    owners: Mapping[Path_, str]

    def place(self, path: Path_) -> Place:
        """The file, line and key of a declared path."""
        file = next((self.owners[path[:n]] for n in (2, 1) if path[:n] in self.owners), "")
        return Place(file=file, line=line_of(self.lines.get(file, {}), path), key=".".join(path))


def load(*folders: Path, profile: str | None = None) -> Catalogue:
    """The catalogue of the folders, or single files; a later one replaces declarations of the same name.

    profile: what is switched on; None takes the body's own, '' switches everything on. Raises Refused with
    every fault found, never only the first. The same files give the same catalogue, made once a process.
    """
    return _loaded(Files.read(folders), profile)


# A process that opens a site again, or follows what was approved, finds the files as they were; nobody changes a
# catalogue. A refusal is not remembered: it names the places of files, and the next reading may find others.
@lru_cache(maxsize=16)
def _loaded(files: Files, profile: str | None) -> Catalogue:
    catalogue, problems = _examined(files, profile, {}, {})
    if catalogue is None or errors(problems):
        raise Refused(*problems)
    return catalogue


def examine_tables(
    tables: Mapping[str, Mapping[str, object]], *folders: Path
) -> tuple[Catalogue | None, tuple[Problem, ...]]:
    """The catalogue of the folders with further declarations in plain values, and everything wrong with it."""
    return examine(*folders, further=tables)


def examine(
    *folders: Path,
    profile: str | None = None,
    changed: Mapping[str, object] | None = None,
    further: Mapping[str, Mapping[str, object]] | None = None,
) -> tuple[Catalogue | None, tuple[Problem, ...]]:
    """The catalogue, if its files can be read at all, and everything wrong with it, warnings included.

    All of it is checked, whatever the profile leaves out. changed: figures as they would be declared, by name,
    instead of what the files say. further: declarations of any kind beside the files, by kind and name.
    """
    return _examined(Files.read(folders), profile, changed or {}, further or {})


def _examined(
    files: Files,
    profile: str | None,
    changed: Mapping[str, object],
    further: Mapping[str, Mapping[str, object]],
) -> tuple[Catalogue | None, tuple[Problem, ...]]:
    merged: dict[str, dict[str, object]] = {}
    lines: dict[str, dict[Path_, int]] = {}
    owners: dict[Path_, str] = {}
    problems: list[Problem] = []
    for folder in files.declared():
        layer: dict[Path_, str] = {}
        for file, content in folder:
            table, found = _read_toml(file, content)
            if found:
                problems.append(found)
                continue
            lines[str(file)] = lines_of(text_of(content))
            problems += _merge(table, str(file), merged, owners, layer)
    for tables in ({"figure": changed}, further):
        _merge(dict(tables), "", merged, owners, {})
    sources = Sources(lines, owners)
    try:
        declared = Declarations.model_validate_json(json.dumps(merged, default=_plain), strict=True)
    except ValidationError as error:
        return None, (*problems, *_faults(error, sources))
    declared = declared.with_additions()
    templates = files.templates()
    found_wrong = check(declared, templates, sources.place)
    problems += found_wrong
    if errors(problems):
        return None, tuple(problems)
    reduced, kept = switch_on(declared, templates, declared.body.profile if profile is None else profile)
    return resolve(reduced, kept), tuple(problems)


# A process that opens several sites reads the shipped files again and again; what is read is never changed.
_tables = lru_cache(maxsize=512)(tomllib.loads)


def _read_toml(file: Path, content: bytes) -> tuple[dict[str, object], Problem | None]:
    try:
        return _tables(text_of(content)), None
    except UnicodeDecodeError:
        reason, line = "不是 UTF-8 编码", 0
    except tomllib.TOMLDecodeError as error:
        reason = "写法不合 TOML 规则"
        line = int(text.split(",")[0]) if (text := str(error).rpartition("at line ")[2])[:1].isdigit() else 0
    return {}, Problem(
        "CAT-001",
        sentence("声明文件{reason}，未能读入。", reason=reason),
        Place(file=str(file), line=line),
        "请检查这一行的引号、括号和等号。",
    )


def _merge(
    table: Mapping[str, object],
    file: str,
    merged: dict[str, dict[str, object]],
    owners: dict[Path_, str],
    layer: dict[Path_, str],
) -> list[Problem]:
    """Puts one file's declarations into the whole; a name declared twice in one folder is a problem."""
    problems = []
    for head, content in table.items():
        if head not in _TABLES or not isinstance(content, dict):
            problems.append(
                Problem(
                    "CAT-002",
                    sentence("不认识的一节“{head}”。", head=head),
                    Place(file=file, key=head),
                    sentence("可用的有：{known}。", known="、".join(_TABLES)),
                )
            )
            continue
        if head == "body":
            merged["body"], owners[("body",)] = content, file
            continue
        for name, declaration in content.items():
            if head == "text" and (added := _merge_texts(merged.get(head, {}).get(name), declaration)):
                merged[head][name] = added
                continue
            if (head, name) in layer:
                message = sentence("“{name}”已在{layer}声明过。", name=name, layer=layer[head, name])
                problems.append(
                    Problem("CAT-003", message, Place(file=file, key=f"{head}.{name}"), "请改名或删去其中一处。")
                )
                continue
            merged.setdefault(head, {})[name] = declaration
            owners[(head, name)] = layer[(head, name)] = file
    return problems


def _merge_texts(known: object, further: object) -> dict[str, object]:
    """A text declared in two places, the values of both; {} when these are not declaration and mere values."""
    if not isinstance(known, dict) or not isinstance(further, dict) or ("title" in known and "title" in further):
        return {}
    values = [*known.get("value", []), *further.get("value", [])]
    return {**known, **further, "value": values}


def _faults(error: ValidationError, sources: Sources) -> list[Problem]:
    faults = []
    for fault in error.errors():
        path = tuple(str(part) for part in fault["loc"])
        sentence = _REASONS.get(fault["type"], "写法不对，现为“{value}”。")
        expected = (
            str(fault.get("ctx", {}).get("expected", "")).replace(" or ", "、").replace(", ", "、").replace("'", "")
        )
        message = sentence.format(key=path[-1], value=str(fault["input"])[:40], expected=expected)
        faults.append(
            Problem("CAT-004", message, sources.place(path), "请对照 docs/catalogue-guide.md 中该项的说明改正。")
        )
    return faults


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
