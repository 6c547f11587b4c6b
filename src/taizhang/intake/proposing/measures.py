"""Units of measure in headings, in the lines above a table, and beside numbers in cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from taizhang.intake.cells import read_number
from taizhang.intake.headings import Heading
from taizhang.intake.sheets import Cell
from taizhang.terms.characters import squeeze
from taizhang.terms.measures import in_full, is_dimension, measure, units_stated
from taizhang.terms.readings import NIL

_BRACKETS = re.compile(r"[(（\[【](?:单位[:：])?([^()（）\[\]【】:：]{1,5})[)）\]】]\*?$")
_MARKED = re.compile(r"(?:约|近)?[-+]?\d[\d,]*(?:\.\d+)?([^\d\s.,，;；:：()（）、/]{1,4})(?:/[^\d\s]{1,3})?")
_PAIR = re.compile(r"([^\s:：,，;；、()（）]{1,8})\s*[:：]\s*([^\s:：,，;；、()（）]{1,6})")
_MONEY = re.compile(
    r"金额|资金|经费|费|款|投资|预算|价|收入|支出|余额|投入|补贴|补助|工资|奖金|税|借方|贷方|产值|造价|决算|拨付|支付|成本|营收|收缴|应收|实收|结存|结余|[租押定罚佣年奖本现]金"
)
# Units that measure what nothing here is converted into: as a heading states them, and those told beside numbers as well.
_BESIDE = "岁|周岁|学时|课时|学分|积分|分钟|个月|周|兆帕|千瓦|兆瓦|瓦|伏|安|℃|°C|MPa|kPa|Pa|kW|KW|kw|MW|kVA|dB|Mbps|GB|TB|MB|升/秒|米/秒|赫兹|Hz|mg/L|立方米/秒"
_ALONE = re.compile(rf"(?:{_BESIDE}|年|月|天|日|分|秒|M|G|V|A|W)")
_TOLD_BESIDE = re.compile(rf"(?:{_BESIDE})")
# What headings say that are measured in a unit of a dimension other than money.
_KIN = {
    "length": r"里程|长度|路|距离|公里",
    "area": r"面积|地$|亩|种植|绿化",
    "weight": r"重|产量|吨|运量",
    "volume": r"油|水量|容",
    "energy": r"电",
}
# Headings that say when, so that what is counted stands above the table alone.
_PERIOD = re.compile(
    r"(?:20\d\d年度?)?(?:1?\d月份?|[一二三四五六七八九十]{1,2}月份?|第?[一二三四1-4]季度?|[上下]半年|全年|合计|总计|累计)"
)
_PIECES = re.compile(
    r"(?<![指系参倍])(人次|户次|车次|场次|批次|件次|人|户|次|件|份|名|台|辆|处|项|家|篇|起|所|座|套|张|株|头|只|间|栋|幢)数$|人口数?$"
)
_COUNTED = re.compile(r"数|量|个|共|计")
# Units written in several ways, shown in one; what is not here is shown as it is written.
_SHOWN = {
    "L": "升",
    "l": "升",
    "kg": "公斤",
    "KG": "公斤",
    "KM": "公里",
    "km": "公里",
    "块": "元",
    "圆": "元",
    "元整": "元",
    "㎡": "平方米",
    "％": "%",
}


def unit_of_heading(heading: Heading) -> str:
    """The unit a heading states, also of pieces (人); '' for none."""
    stated = heading.unit or heading.group_unit
    if stated:
        return _shown(in_full(stated, "元") if _MONEY.search(heading.path) else stated)
    if told := _PIECES.search(squeeze(heading.leaf)):
        return "人" if told[0].endswith("口") else told[1]
    found = _BRACKETS.search(squeeze(heading.leaf))
    if found and _ALONE.fullmatch(found[1]):
        return found[1]
    counted = found and (measure(found[1]) or (len(found[1]) == 1 and _COUNTED.search(heading.leaf)))
    return found[1] if found and counted else ""


def unit_of_lines(lines: Iterable[str], heading: str) -> str:
    """The unit the lines above a table give for a heading: 单位：万元 for money, 里程：公里 for whatever says 里程."""
    for line in lines:
        for what, unit in _PAIR.findall(line.replace("\u3000", " ")):
            found = measure(unit)
            if found and not what.endswith("单位") and (what in heading or _both_money(found.dimension, what, heading)):
                return _shown(unit)
        for one in sorted(units_stated(line), key=lambda one: (one.meant not in heading, not one.meant)):
            found = measure(one.unit)
            if found and (_PERIOD.fullmatch(heading) or (is_dimension(found) and _is_kin(found.dimension, heading))):
                return _shown(one.unit)
    return ""


def _both_money(dimension: str, what: str, heading: str) -> bool:
    return dimension == "money" and bool(_MONEY.search(what) and _MONEY.search(heading))


def _is_kin(dimension: str, heading: str) -> bool:
    if dimension == "money":
        return bool(_MONEY.search(heading))
    return dimension in _KIN and bool(re.search(_KIN[dimension], heading))


def unit_of_cells(cells: Sequence[Cell]) -> str:
    """The unit written most often beside numbers, '' where none is; a bare magnitude is one of 元."""
    units: Counter[str] = Counter()
    for cell in cells:
        if isinstance(cell, str) and (found := _MARKED.search(squeeze(cell))):
            units[_shown(re.sub(r"(?:余|多|左右|整)", "", found[1]))] += 1
    if not units:
        return ""
    best = units.most_common(1)[0][0]
    if best in ("万", "亿", "千"):
        return "元"
    return best if measure(best) or _TOLD_BESIDE.fullmatch(best) else ""


def _shown(unit: str) -> str:
    return _SHOWN.get(unit, unit)


def number_in(cell: Cell, unit: str) -> Decimal | None:
    """The number a cell says in a unit; None where it says none. A nil mark is none."""
    if isinstance(cell, bool) or cell is None or (isinstance(cell, str) and squeeze(cell) in NIL):
        return None
    bare = squeeze(cell) if isinstance(cell, str) else ""
    piece = bool(unit) and measure(unit) is None and bare.lower().endswith(unit.lower())
    read = read_number(bare[: -len(unit)] if piece else cell, unit, unit, whole=False, signed=True)
    return read.value if isinstance(read.value, Decimal) else None
