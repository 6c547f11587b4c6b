"""What a unit cell may say that is no unit: several units, a group of them, a name with a note behind it."""

from __future__ import annotations

import re

from taizhang.intake.sums import is_total, names_nobody
from taizhang.terms.characters import squeeze
from taizhang.terms.scope import TOWNSHIP, Organisation, unit_kind, unit_name

# Chosen: 县委 with 办公室 behind it is one body, and the shortest township has three signs.
SHORTEST_JOINED = 3
_APART, _AND = re.compile(r"[、，,；;/\n→➔⇒]|->"), re.compile(r"[和及与]")
_BRACKET = re.compile(r"[(（][^()（）]*[)）]")
_NOTE = re.compile(r"(?P<name>[^()]{2,})\([^()]+\)")
_FULL = re.compile(r".{2,}(?:局|委|办|室|院|所|会|部|队|公司|校|站|厅|处|科|中心|行|社|园)")
_MANY = r"(?:乡镇|镇街|镇乡|镇村|村社区|村居|区县|县区|县市区|责任单位|成员单位|牵头单位|配合单位|承办单位|主管部门|职能部门|科室|处室|股室|部门|单位|机关)"
_SORTS = rf"(?:{_MANY}|街道|社区|企业|学校|医院|机构|[乡镇村局县市区州家院所站])"
_COUNT = r"(?:\d+|[一二两三四五六七八九十百几数多各若干]+)"
_KIND = r"(?:有关|相关|级|类|基层|成员|责任|[省市县区]直)?"
# 各乡镇, 县直有关单位, 全县, 其他部门, 除甲镇外, 甲镇等3个乡镇, 甲镇2个村: none of them is one body; 各莫镇 and 九所镇 are.
_GROUP = re.compile(
    rf".{{0,4}}各{_KIND}(?:{_SORTS}|党委|党组|党?支部|网格).*"
    rf"|.{{0,4}}(?:有关|相关|所有|其他|其它|其余|全体|全部|部分){_SORTS}.*|(?:有关|相关|所有|其他|其它|其余).*"
    r"|(?:全|本)(?:国|省|市|县|区|州|盟|旗|镇|乡|街道|局|院|校|公司|系统|辖区)(?:各.*|所有.*|范围内?|上下|域)?"
    r"|除.+[外余]|.+(?:以外|之外|以内|以下|以上|等)"
    rf"|.+等{_COUNT}?[个家]?{_SORTS}+.*|.*{_COUNT}个{_SORTS}+.*|.*\d[家所]{_SORTS}+.*"
    rf"|[省市县区州镇乡]?(?:直属?|级|属|辖)?{_MANY}(?:\({_SORTS}\))?"
    r"|(?:[省市县区州镇乡]?(?:直属?|属|辖))?(?:企业|学校|医院|机构|街道|社区)|辖区.*|多部门"
)
_NEGATED = re.compile(r"(?:非|不含|不包括|不是)(?P<name>.+)")
_LETTER = re.compile(r"[^\W\d_]")


def names_group(written: str, known: Organisation) -> bool:
    """Whether the words name many units, or all but one: 各乡镇, 有关部门, 全县, 非甲镇; never the name of a known one."""
    words = squeeze(written)
    if known.is_named(words):
        return False
    bare = words.replace("（", "(").replace("）", ")")
    negated = _NEGATED.fullmatch(bare)
    if negated and (known.resolve(negated["name"]) or TOWNSHIP.fullmatch(negated["name"])):
        return True
    return bool(_GROUP.fullmatch(bare))


def is_no_name(written: str) -> bool:
    """Whether the words cannot be a unit's name whoever it is: a total, a rate, or no letters at all."""
    words = squeeze(written)
    return names_nobody(words) or is_total(words) or not _LETTER.search(words)


def names_several(written: str) -> bool:
    """Whether the cell names several units, outside brackets."""
    parts = [part for part in _APART.split(_BRACKET.sub("", written)) if part.strip()]
    joined = [part for part in _AND.split(squeeze(written)) if part]
    return len(parts) > 1 or (len(joined) > 1 and all(map(is_unit, joined)))


def joins_names(written: str, known: Organisation) -> bool:
    """Whether the words are full names of known units put one after another: 甲镇乙镇.

    A township with a department behind it is the department's branch there, and one name.
    """
    text = squeeze(written)
    for n in range(SHORTEST_JOINED, len(text) - SHORTEST_JOINED + 1):
        first, rest = text[:n], text[n:]
        if known.is_named(first) and (known.is_named(rest) or joins_names(rest, known)):
            return unit_kind(first) == unit_kind(rest)
    return False


def without_note(written: str) -> str:
    """The name before a note in brackets; '' without one."""
    match = _NOTE.fullmatch(squeeze(written))
    return match["name"] if match else ""


def is_unit(written: str) -> bool:
    """Whether the words look like the full name of a unit."""
    name = unit_name(written)
    return bool(TOWNSHIP.fullmatch(name) or _FULL.fullmatch(name))
