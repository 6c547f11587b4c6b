"""What a person says of a document, read from words, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from datetime import date

from taizhang.library.model import LEVELS, STATUSES, VERBS, Level, LibraryDocument, Metadata, Relation, Status, Verb
from taizhang.terms.problem import Problem
from taizhang.terms.sentence import sentence

_LEVELS: Mapping[str, Level] = {label: level for level, label in LEVELS.items()} | {level: level for level in LEVELS}
_STATUSES: Mapping[str, Status] = {label: status for status, label in STATUSES.items()} | {
    each: each for each in STATUSES
}
_VERBS: Mapping[str, Verb] = {label: verb for verb, label in VERBS.items()} | {verb: verb for verb in VERBS}


def describe(meta: Metadata, given: Mapping[str, str]) -> tuple[Metadata, tuple[Problem, ...]]:
    """The metadata with what was given as words, and a problem for each word that means nothing.

    given: any of title, issuer, number, day (2026-03-05 or ''), kind, addressee, level, status, unit, and relations,
    one a line as 落实：《标题》. What is not given stays.
    """
    said = {name: value.strip() for name, value in given.items()}
    problems: list[Problem] = []
    meta = replace(
        meta,
        title=said.get("title", meta.title),
        issuer=said.get("issuer", meta.issuer),
        number=said.get("number", meta.number),
        kind=said.get("kind", meta.kind),
        addressee=said.get("addressee", meta.addressee),
        unit=said.get("unit", meta.unit),
    )
    if "day" in said:
        try:
            meta = replace(meta, day=date.fromisoformat(said["day"]) if said["day"] else None)
        except ValueError:
            problems.append(Problem("LIB-048", sentence("“{day}”不是日期。", day=said["day"]), hint="写成2026-03-05。"))
    if "level" in said:
        meta = replace(meta, level=_LEVELS.get(said["level"], meta.level))
        problems += _unknown("级别", said["level"], _LEVELS, LEVELS.values())
    if "status" in said:
        meta = replace(meta, status=_STATUSES.get(said["status"], meta.status))
        problems += _unknown("状态", said["status"], _STATUSES, STATUSES.values())
    if "relations" in said:
        pairs = [line.replace("=", "：").replace(":", "：").partition("：") for line in said["relations"].splitlines()]
        problems += [each for verb, _, _ in pairs for each in _unknown("关系", verb, _VERBS, VERBS.values())]
        related = (Relation(_VERBS[verb], target.strip()) for verb, _, target in pairs if verb in _VERBS and target)
        meta = replace(meta, relations=tuple(related))
    return meta, tuple(problems)


def wrong(document: LibraryDocument, meta: Metadata) -> tuple[Problem, ...]:
    """Every reason why the document may not be described so; empty when it may."""
    problems: list[Problem] = []
    if not meta.title.strip():
        problems.append(Problem("LIB-044", "标题不能为空。", hint="请填写文件的标题。"))
    if document.meta.level == "confidential" and meta.level != "confidential":
        problems.append(Problem("LIB-041", "保密件不能在这里降密。", hint="降密后请把原件重新收入资料库。"))
    return tuple(problems)


def _unknown(what: str, value: str, known: Container[str], labels: Iterable[str]) -> list[Problem]:
    if value in known:
        return []
    return [
        Problem(
            "LIB-043",
            sentence("{what}“{value}”不在可用的值里。", what=what, value=value),
            hint=sentence("可用：{known}。", known="、".join(labels)),
        )
    ]
