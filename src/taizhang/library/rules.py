"""The rules of a release copy, read from TOML: what is masked, and as what.

[[name]]            # also [[place]], [[unit]]
text = "湉陂县"
also = ["湉陂"]      # other spellings of the same
mask = "某县"        # optional: 某人, 某地, 某单位 with a letter for each

[figures]
mask = "×××"        # one width for every figure, so that the width tells nothing
keep = ["2024年"]    # figures that are public anyway

[keep]
text = ["湉陂豆腐"]   # where a name stands inside a word that must stay
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field

from taizhang.terms.problem import Place, Problem, Refused

KINDS = {"name": "某人", "place": "某地", "unit": "某单位"}
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing to hide: its kind, its spellings, the fullest first, and what stands in its place."""

    kind: str
    texts: tuple[str, ...]
    mask: str


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules of one release copy. figure_mask: '' leaves figures as they are."""

    rules: tuple[Rule, ...] = ()
    figure_mask: str = ""
    figures_kept: tuple[str, ...] = ()
    kept: tuple[str, ...] = field(default=())


def read_rules(text: str, file: str = "") -> Rules:
    """The rules of a TOML text. Raises ``Refused`` with every problem found."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise Refused(
            Problem("LIB-050", f"脱敏规则不是正确的TOML：{fault}。", Place(file=file), "请核对括号和引号。")
        ) from None
    problems = [
        Problem(
            "LIB-051",
            f"脱敏规则里不认识“{key}”。",
            Place(file=file, key=key),
            "可用：name、place、unit、figures、keep。",
        )
        for key in raw
        if key not in (*KINDS, "figures", "keep")
    ]
    rules: list[Rule] = []
    for kind in KINDS:
        entries = raw.get(kind, [])
        if not isinstance(entries, list):
            problems.append(
                Problem(
                    "LIB-051", f"“{kind}”应写成[[{kind}]]。", Place(file=file, key=kind), "每条规则一个双括号标题。"
                )
            )
            continue
        for number, entry in enumerate(entries):
            rule, wrong = _rule(kind, number, entry, file)
            rules += [rule] if rule else []
            problems += wrong
    figures, keep = _table(raw, "figures", file, problems), _table(raw, "keep", file, problems)
    mask = figures.get("mask", "×××" if "figures" in raw else "")
    if not isinstance(mask, str) or any(sign.isdigit() for sign in mask):
        problems.append(
            Problem("LIB-052", "数字的掩码里不能有数字。", Place(file=file, key="figures.mask"), "例如写成×××。")
        )
    problems += _clashes(rules, file)
    if problems:
        raise Refused(*problems)
    return Rules(tuple(rules), str(mask), _texts(figures.get("keep")), _texts(keep.get("text")))


def _rule(kind: str, number: int, entry: object, file: str) -> tuple[Rule | None, list[Problem]]:
    place = Place(file=file, key=f"{kind}[{number + 1}]")
    if not isinstance(entry, dict) or not isinstance(entry.get("text"), str) or set(entry) - {"text", "also", "mask"}:
        return None, [Problem("LIB-051", "这条规则应有text，可有also和mask。", place, "请按样式改写。")]
    texts = tuple(sorted(dict.fromkeys([entry["text"], *_texts(entry.get("also"))]), key=len, reverse=True))
    mask = entry.get("mask") or _mask(kind, number)
    problems = [
        Problem("LIB-053", f"要替换的“{text}”不足{SHORTEST}个字，不能整篇替换。", place, "请写全称，或用人工处理。")
        for text in texts
        if len(text.strip()) < SHORTEST
    ]
    if not isinstance(mask, str) or any(text in mask for text in texts if text):
        problems.append(Problem("LIB-054", f"“{entry['text']}”的掩码里又有原文。", place, "请换一个掩码。"))
    return Rule(kind, texts, str(mask)), problems


def _mask(kind: str, number: int) -> str:
    """某单位甲, 某单位乙 …: one for each, so that two different ones stay two; the length tells nothing."""
    stems = "甲乙丙丁戊己庚辛壬癸"
    tens, ones = divmod(number, len(stems))
    return KINDS[kind] + (stems[(tens - 1) % 10] if tens else "") + stems[ones]


def _clashes(rules: list[Rule], file: str) -> list[Problem]:
    seen: dict[str, Rule] = {}
    out: list[Problem] = []
    for rule in rules:
        for text in rule.texts:
            if text in seen:
                out.append(Problem("LIB-055", f"“{text}”写在了两条规则里。", Place(file=file), "请留一条。"))
            seen[text] = rule
    return out


def _table(raw: dict[str, object], key: str, file: str, problems: list[Problem]) -> dict[str, object]:
    value = raw.get(key, {})
    known = {"figures": {"mask", "keep"}, "keep": {"text"}}[key]
    if isinstance(value, dict) and not set(value) - known:
        return value
    problems.append(
        Problem("LIB-051", f"[{key}]下只能写{'、'.join(sorted(known))}。", Place(file=file, key=key), "请按样式改写。")
    )
    return {}


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else (value,) if isinstance(value, str) else ()
