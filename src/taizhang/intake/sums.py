"""Rows that are no records: totals under any name, parts of totals, comparisons, told by their words and their sums."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from taizhang.intake.sheets import Cell, Sheet
from taizhang.terms.characters import squeeze

# Chosen: 汇总合计 with the name of a body before it; longer words are a sentence about a total.
LONGEST_NAME = 14
_TOTAL = re.compile(r"(?:本页|本表|全县|累计)?(?:合计|小计|总计|共计)(?:[^\u4e00-\u9fff].*|[数共金总人件户].*)?")
_NAMED_TOTAL = re.compile(
    r"[^。,;:!?]{0,10}(?:合计|小计|总计|共计|累计|汇总)(?:数|额)?(?:[(（][^()（）]{1,8}[)）]|[一二三四五六七八九十\d]{1,2})?[:：]?"
)
_PART = re.compile(r"(?:其中|其中\s*[:：].*|其中:.*|#其中.*)")
_COMPARED = re.compile(
    r"(?:与|同|比|较)?(?:上年|去年|上月|上期|上季|前年)(?:同期|同月|同季|数|实绩|完成数|合计)?(?:数|累计|增减|相比|[±%(（].*)?"
    r"|(?:同比|环比|增减|增幅|增长|降幅|占比|比重|占总数|占全[省市县区]|平均|人均|户均|完成率|完成比例|增长率|比例|百分比|排名)"
    r"(?:数|值|额|率|情况|增减|增长|增幅|百分点)?(?:[%％±].{0,4}|[(（].{0,8}[)）])?"
    r"|(?:承前页|过次页|转下页|接上页|承上页|接下页|续上表|续表|以下空白|以下无正文|此页无正文)"
)
_WHOLE_BODY = re.compile(r"全(?:[省市县区镇乡州盟旗局院校司]|系统|单位|辖区)|总数|总量|合\s*数")
# Set apart is what at most one row in three is.
FEWEST, MOST_MARKED = 2, 3
# A group is headed by its name and perhaps its unit; records say more.
FEW_WORDS = 2
_ORDINAL = re.compile(r"[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十\d]{1,3}[)）]")


_NO_NAME = re.compile(
    r"(?:19|20)\d{2}年?度?(?:同期|全年|合计|数|\d{1,2}月份?|第?[一二三四1-4]季度?)?(?:数|累计)?"
    r"|.{0,6}(?:平均|人均|户均)(?:每.{1,4}|数|值|水平)?|.{0,6}(?:执行|完成|增长|增减|同比|环比|占比|办结|整改|支出|使用|到位)(?:率|比例)"
    r"|[∑Σ]|同期数?|(?:较|比|与)?(?:上年|去年)(?:同期)?(?:数|增减|相比)?|total|subtotal|sum",
    re.IGNORECASE,
)


def names_nobody(words: str) -> bool:
    """Whether squeezed words are a year, a mean, a rate or a sum, which no unit is called: 2025年同期, 平均每单位, 预算执行率."""
    return bool(_NO_NAME.fullmatch(words))


def is_total(words: str) -> bool:
    """Whether squeezed words name a total: 合计, 全市合计, 分公司汇总合计, 小计（一）."""
    return bool(_TOTAL.fullmatch(words) or (len(words) <= LONGEST_NAME and _NAMED_TOTAL.fullmatch(words)))


def is_part_total(words: str) -> bool:
    """Whether a total closes only a part of the table."""
    return "小计" in words or words.startswith("本页")


def is_aside(words: str) -> bool:
    """Whether squeezed words name a part of a total, a comparison or the turn of a page: 其中：…, 上年同期, 承前页."""
    return bool(_PART.fullmatch(words) or (len(words) <= LONGEST_NAME and _COMPARED.fullmatch(words)))


def sum_rows(rows: Sequence[tuple[int, tuple[Cell, ...]]], sequence: int | None) -> frozenset[int]:
    """Which of the record rows, as (index, cells), only sum those above though no word says so.

    All of its numbers are sums, and it is set apart: it has no running number where the others have one, or is
    called after the whole body (全市), or sums three rows and more in three columns and more as the last.
    """
    found: set[int] = set()
    sums: dict[int, Decimal] = {}
    above = numbered = 0
    for place, (index, cells) in enumerate(rows):
        numbers = _numbers(cells, sequence)
        counted = sequence is None or (sequence < len(cells) and cells[sequence] is not None)
        if above >= FEWEST and numbers and any(numbers.values()) and all(sums.get(n) == v for n, v in numbers.items()):
            several = len([one for one in numbers.values() if one]) >= 3 and above >= 3
            unnumbered = sequence is not None and not counted and numbered == above
            if unnumbered or _names_all(cells) or (several and place == len(rows) - 1):
                found.add(index)
                sums, above, numbered = {}, 0, 0
                continue
        for column, number in numbers.items():
            sums[column] = sums.get(column, Decimal(0)) + number
        above, numbered = above + 1, numbered + counted
    return frozenset(found)


def group_rows(rows: Sequence[tuple[int, tuple[Cell, ...]]], sequence: int | None) -> frozenset[int]:
    """Which of the record rows only head a group and give its sums: 一、交通类 with the sums of the projects below it.

    Such a row has half the words of the others or fewer, and numbers. It is numbered 一、 or （一）, or its numbers are
    the sums of the rows down to the next such row.
    """
    said = [sum(isinstance(cell, str) and bool(cell.strip()) for cell in cells) for _, cells in rows]
    usual = sorted(said)[len(said) // 2] if said else 0
    heads = [
        place
        for place, (_, cells) in enumerate(rows)
        if 1 <= said[place] <= FEW_WORDS and said[place] * 2 <= usual and any(_numbers(cells, sequence).values())
    ]
    found: set[int] = set()
    for head, end in pairwise([*heads, len(rows)]):
        index, cells = rows[head]
        first = next((squeeze(cell) for cell in cells if isinstance(cell, str) and cell.strip()), "")
        below = [_numbers(other, sequence) for _, other in rows[head + 1 : end]]
        if below and (_ORDINAL.match(first) or _sums(_numbers(cells, sequence), below)):
            found.add(index)
    return frozenset(found)


def _sums(numbers: dict[int, Decimal], below: Sequence[dict[int, Decimal]]) -> bool:
    """Whether each number is the sum of those below it; one column of one row proves nothing."""
    told = {n: number for n, number in numbers.items() if number}
    enough = len(below) >= FEWEST or len(told) >= FEWEST
    return enough and all(sum(one.get(n, Decimal(0)) for one in below) == number for n, number in told.items())


def totals_by_look(sheet: Sheet, records: Sequence[int], sequence: int | None) -> frozenset[int]:
    """Which record rows look like totals: in bold or below a thicker line as few are, with numbers, after two rows and more.

    What else must hold: the numbers are the sums of the rows above; or the row has no running number where all others
    have one; or it is the last and both bold and lined. Whether its numbers are right is told, not asked.
    """
    marked = [index for index in records if index in sheet.bold or index in sheet.lined]
    if not marked or len(marked) * MOST_MARKED > len(records):
        return frozenset()
    found: set[int] = set()
    sums: dict[int, Decimal] = {}
    above, unnumbered = 0, _without_number(sheet, records, sequence)
    for index in records:
        numbers = _numbers(sheet.rows[index], sequence)
        if index in marked and above >= FEWEST and any(numbers.values()):
            equal = all(sums.get(n) == number for n, number in numbers.items())
            closing = index == records[-1] and index in sheet.bold and index in sheet.lined
            if equal or closing or unnumbered == {index} or (index in unnumbered and unnumbered.issubset(marked)):
                found.add(index)
                sums, above = {}, 0
                continue
        for column, number in numbers.items():
            sums[column] = sums.get(column, Decimal(0)) + number
        above += 1
    return frozenset(found)


def _without_number(sheet: Sheet, records: Sequence[int], sequence: int | None) -> set[int]:
    """The records without a running number where there is a column of them."""
    if sequence is None:
        return set()
    return {index for index in records if sequence >= len(sheet.rows[index]) or sheet.rows[index][sequence] is None}


def _numbers(cells: tuple[Cell, ...], sequence: int | None) -> dict[int, Decimal]:
    return {n: cell for n, cell in enumerate(cells) if isinstance(cell, Decimal) and n != sequence}


def _names_all(cells: tuple[Cell, ...]) -> bool:
    words = (squeeze(cell) for cell in cells[:3] if isinstance(cell, str))
    return any(_WHOLE_BODY.fullmatch(one) for one in words)
