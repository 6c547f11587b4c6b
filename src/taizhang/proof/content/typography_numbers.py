"""How document numbers, dates and years are written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from taizhang.proof.content.reading import Reading
from taizhang.proof.content.rule import ALL, RUNNING, Examples, Hit, OfficeSettings, Reach, Rule, matches, rule
from taizhang.terms.sentence import sentence

_H = "\u4e00-\u9fff"
_BRACKETS = re.compile(rf"(?<=[{_H}])(?P<b>[\[【(（［](?P<y>(?:19|20)\d{{2}})[\]】)）］])\s*\d+\s*号")
_COURT = re.compile(r"[\[【(（［](?:19|20)\d{2}[\]】)）］]\s*[\u4e00-\u9fff]?\d*(?:民|刑|行|执|初|终)")
_PADDED = re.compile(r"〔(?:19|20)\d{2}〕\s*(?P<n>第\s*\d+|0\d*)\s*号")
_SHORT_YEAR = re.compile(rf"(?<=[{_H}])〔(?P<y>\d{{2}})〕\s*\d+\s*号")
_ZEROS = re.compile(r"\d{4}年(?P<m>0\d)月(?:(?P<d>0\d)日)?|(?<=月)(?P<e>0\d)日")
_CUT_YEAR = re.compile(r"(?<![\d—–\-～~第近前后约满过达用历时共每超.〔])(?P<y>\d{2})年(?=\d{1,2}月|底|初|末|全年)")
_DOTTED = re.compile(r"(?<![\d./-])(?:19|20)\d{2}[./-](?:0?[1-9]|1[0-2])[./-](?:0?[1-9]|[12]\d|3[01])(?![\d./-])")
_LABELLED = re.compile(r"[\u4e00-\u9fff ]{0,8}[:：]?[\d\-./ :：]{8,20}")
_ZERO_YEAR = re.compile(r"[一二][零○0OoＯ九〇][零○0OoＯ〇一二三四五六七八九]{2}年")


@rule(
    "F01",
    "发文字号的年份没有用六角括号",
    "error",
    "GB/T 9704—2012 7.2.5：年份用〔〕",
    gate="format",
    examples=Examples(
        bad=("青政办发⟦[2025]⟧18号", "云发⟦【2024】⟧7号", "临政函⟦（2025）⟧33号"),
        good=("青政办发〔2025〕18号", "本办法（2025年修订）共12条", "（2025）云01行初5号"),
    ),
    reach=Reach("号", ALL, quoted=True),
)
def number_brackets(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """The year of a document number stands in 〔 〕."""
    for match in matches(reading, _BRACKETS):
        if not _COURT.match(reading.text, match.start()):
            right = f"〔{match['y']}〕"
            yield Hit(
                *match.span("b"), "发文字号的年份应用六角括号。", sentence("请改为“{right}”。", right=right), right
            )


@rule(
    "F02",
    "发文顺序号编了虚位或加了“第”",
    "error",
    "GB/T 9704—2012 7.2.5",
    gate="format",
    examples=Examples(bad=("青政办发〔2025〕⟦018⟧号", "青政办发〔2025〕⟦第18⟧号"), good=("青政办发〔2025〕18号",)),
    reach=Reach("〔", ALL, quoted=True),
)
def padded_number(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """The serial number has neither leading zeros nor 第."""
    for match in matches(reading, _PADDED):
        right = match["n"].lstrip("第 0") or None
        yield Hit(
            *match.span("n"), "发文顺序号不编虚位、不加“第”。", sentence("请改为“{right}”。", right=right or ""), right
        )


@rule(
    "F03",
    "文号年份没有写全",
    "error",
    "GB/T 9704—2012 7.2.5：年份标全称",
    gate="format",
    examples=Examples(bad=("青政办发〔⟦25⟧〕18号",), good=("青政办发〔2025〕18号",)),
    reach=Reach("〔", ALL, quoted=True),
)
def short_number_year(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """The year of a document number has four figures."""
    for match in matches(reading, _SHORT_YEAR):
        yield Hit(
            *match.span("y"), "文号的年份应写四位。", sentence("请改为“20{year}”。", year=match["y"]), f"20{match['y']}"
        )


@rule(
    "F08",
    "日期编了虚位",
    "error",
    "GB/T 9704—2012 7.3.5.4：月、日不编虚位",
    gate="format",
    examples=Examples(bad=("2025年⟦03⟧月⟦05⟧日", "3月⟦05⟧日"), good=("2025年3月5日", "编号2025-03-05-018")),
    reach=Reach("0", ALL - {"table"}),
)
def padded_date(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """Month and day have no leading zero."""
    for match in matches(reading, _ZEROS):
        for name in ("m", "d", "e"):
            if match[name]:
                right = match[name][1:]
                yield Hit(*match.span(name), "月、日不编虚位。", sentence("请改为“{right}”。", right=right), right)


@rule(
    "F09",
    "年份简写",
    "warn",
    "GB/T 15835：年份不简写",
    gate="format",
    examples=Examples(
        bad=("⟦25年⟧3月以来", "自⟦24年⟧底启动"), good=("2025年3月以来", "近10年底数不清的问题", "服役满12年初步核定")
    ),
    reach=Reach("年"),
)
def cut_year(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """Years are written with four figures."""
    for match in matches(reading, _CUT_YEAR):
        yield Hit(
            *match.span(),
            sentence("“{words}”的年份简写了。", words=match[0]),
            sentence("请改为“20{words}”。", words=match[0]),
        )


@rule(
    "F10",
    "正文用了点、杠日期",
    "warn",
    "GB/T 9704—2012 7.3.5.4：年、月、日标全",
    gate="format",
    examples=Examples(
        bad=("于⟦2025.3.5⟧办结，自⟦2025-03-05⟧起。",), good=("于2025年3月5日办结，标准号GB/T 9704—2012。",)
    ),
    reach=Reach("./-", RUNNING),
)
def dotted_date(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """In the text a date is written 年月日."""
    for match in matches(reading, _DOTTED):
        if _LABELLED.fullmatch(reading.paragraph_at(match.start()).text.strip()):
            continue
        year, month, day = re.split(r"[./-]", match[0])
        right = f"{year}年{int(month)}月{int(day)}日"
        yield Hit(
            *match.span(),
            sentence("“{words}”应写成年月日。", words=match[0]),
            sentence("请改为“{right}”。", right=right),
            right,
        )


@rule(
    "F24",
    "汉字年份里用了“零”或圈号",
    "warn",
    "GB/T 15835：编号、年份用〇",
    gate="format",
    examples=Examples(bad=("⟦二零二五年⟧印发，⟦二○二四年⟧修订。",), good=("二〇二五年印发。", "一九九八年设立。")),
    reach=Reach("零○0OoＯ", ALL),
)
def zero_in_year(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """In a year written in Chinese numerals the zero is 〇."""
    for match in matches(reading, _ZERO_YEAR):
        right = re.sub("[零○0OoＯ]", "〇", match[0])
        if right != match[0]:
            yield Hit(
                *match.span(),
                sentence("“{words}”的零应写作“〇”。", words=match[0]),
                sentence("请改为“{right}”。", right=right),
                right,
            )


RULES: tuple[Rule, ...] = (
    number_brackets,
    padded_number,
    short_number_year,
    padded_date,
    cut_year,
    dotted_date,
    zero_in_year,
)
