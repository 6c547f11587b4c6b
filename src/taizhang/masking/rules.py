"""The rules of a release copy, read from TOML: what is masked, and as what.

[[name]]            # also [[place]], [[unit]]
text = "湉陂县"
also = ["湉陂"]      # other spellings of the same
mask = "某县"        # optional: 某人, 某地, 某单位 with a letter for each

[figures]
mask = "×××"        # one width for every figure, so that the width tells nothing
keep = ["2024年"]    # figures that are public anyway

[numbers]           # document numbers: 湉政办发〔2024〕15号
mask = "某文号"

[keep]
text = ["湉陂豆腐"]   # where a name stands inside a word that must stay
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from taizhang.terms.folding import fold
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence

LABELS: Mapping[str, str] = MappingProxyType({"name": "姓名", "place": "地名", "unit": "单位"})
_STEMS = {"name": "某人", "place": "某地", "unit": "某单位"}
_TABLES = {"figures": ("mask", "keep"), "numbers": ("mask",), "keep": ("text",)}
_LETTERS = "甲乙丙丁戊己庚辛壬癸"
_DEFAULTS = {"figures": "×××", "numbers": "某文号"}
# A single character stands in too many words to be replaced everywhere.
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class MaskingRule:
    """One thing to hide: its kind, its spellings, the fullest first, and what stands in its place."""

    kind: str
    texts: tuple[str, ...]
    mask: str


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules of one release copy. An empty figure_mask or number_mask leaves figures or document numbers as they are."""

    rules: tuple[MaskingRule, ...] = ()
    figure_mask: str = ""
    figures_kept: tuple[str, ...] = ()
    number_mask: str = ""
    kept: tuple[str, ...] = ()


def read_rules(text: str, file: str = "") -> Rules:
    """The rules of a TOML text. Raises ``Refused`` with every problem found."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise Refused(
            Problem(
                "MSK-001",
                sentence("脱敏规则不是正确的TOML：{fault}。", fault=fault),
                Place(file=file),
                "请核对括号和引号。",
            )
        ) from None
    problems = [
        Problem(
            "MSK-002",
            sentence("脱敏规则里不认识“{key}”。", key=key),
            Place(file=file, key=key),
            sentence("可用：{known}。", known="、".join((*LABELS, *_TABLES))),
        )
        for key in raw
        if key not in LABELS and key not in _TABLES
    ]
    rules: list[MaskingRule] = []
    for kind in LABELS:
        found, wrong = _rules(kind, raw.get(kind, []), file)
        rules, problems = rules + found, problems + wrong
    tables = {key: _table(raw, key, file, problems) for key in _TABLES}
    masks = {key: tables[key].get("mask", default if key in raw else "") for key, default in _DEFAULTS.items()}
    for key, mask in masks.items():
        if not isinstance(mask, str) or any(sign.isdigit() for sign in mask):
            place = Place(file=file, key=f"{key}.mask")
            problems.append(Problem("MSK-003", "数字和文号的掩码里不能有数字。", place, "例如写成×××。"))
    problems += _clashes(rules, file)
    if problems:
        raise Refused(*problems)
    kept = _texts(tables["keep"].get("text"))
    return Rules(
        tuple(rules), str(masks["figures"]), _texts(tables["figures"].get("keep")), str(masks["numbers"]), kept
    )


def _rules(kind: str, entries: object, file: str) -> tuple[list[MaskingRule], list[Problem]]:
    if not isinstance(entries, list):
        place = Place(file=file, key=kind)
        return [], [
            Problem("MSK-002", sentence("“{kind}”应写成[[{kind}]]。", kind=kind), place, "每条规则一个双括号标题。")
        ]
    rules: list[MaskingRule] = []
    problems: list[Problem] = []
    for number, entry in enumerate(entries):
        rule, wrong = _rule(kind, number, entry, file)
        rules += [rule] if rule else []
        problems += wrong
    return rules, problems


def _rule(kind: str, number: int, entry: object, file: str) -> tuple[MaskingRule | None, list[Problem]]:
    place = Place(file=file, key=f"{kind}[{number + 1}]")
    if not isinstance(entry, dict) or not isinstance(entry.get("text"), str) or set(entry) - {"text", "also", "mask"}:
        return None, [Problem("MSK-002", "这条规则应有text，可有also和mask。", place, "请按样式改写。")]
    texts = tuple(sorted(dict.fromkeys([entry["text"], *_texts(entry.get("also"))]), key=len, reverse=True))
    mask = entry.get("mask") or mask_of(kind, number)
    problems = [
        Problem(
            "MSK-004",
            sentence("要替换的“{text}”不足{shortest}个字，不能整篇替换。", text=text, shortest=SHORTEST),
            place,
            "请写全称，或用人工处理。",
        )
        for text in texts
        if len(text.strip()) < SHORTEST
    ]
    if not isinstance(mask, str) or any(fold(text) in fold(mask) for text in texts if text):
        problems.append(
            Problem("MSK-005", sentence("“{text}”的掩码里又有原文。", text=entry["text"]), place, "请换一个掩码。")
        )
    return MaskingRule(kind, texts, str(mask)), problems


def mask_of(kind: str, number: int) -> str:
    """某单位甲, 某单位乙 …: one for each, so that two different ones stay two; the length tells nothing."""
    tens, ones = divmod(number, len(_LETTERS))
    return _STEMS[kind] + (_LETTERS[(tens - 1) % 10] if tens else "") + _LETTERS[ones]


def _clashes(rules: list[MaskingRule], file: str) -> list[Problem]:
    """The same text in two rules."""
    seen: set[str] = set()
    problems: list[Problem] = []
    for rule in rules:
        for text in dict.fromkeys(fold(each) for each in rule.texts):
            if text in seen:
                problems.append(
                    Problem(
                        "MSK-006", sentence("“{text}”写在了两条规则里。", text=text), Place(file=file), "请留一条。"
                    )
                )
            seen.add(text)
    return problems


def _table(raw: Mapping[str, object], key: str, file: str, problems: list[Problem]) -> Mapping[str, object]:
    value = raw.get(key, {})
    if isinstance(value, dict) and not set(value) - set(_TABLES[key]):
        return value
    place = Place(file=file, key=key)
    problems.append(
        Problem(
            "MSK-002",
            sentence("[{key}]下只能写{names}。", key=key, names="、".join(_TABLES[key])),
            place,
            "请按样式改写。",
        )
    )
    return {}


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else (value,) if isinstance(value, str) else ()
