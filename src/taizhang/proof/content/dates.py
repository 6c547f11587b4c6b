"""Dates: impossible ones, weekdays that do not fit, periods that run backwards, tense against the as-of day."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from taizhang.proof.content.reading import Reading
from taizhang.proof.content.rule import ALL, Examples, Hit, OfficeSettings, Reach, Rule, matches, rule
from taizhang.terms.sentence import sentence

_DATE = re.compile(
    r"(?<!\d)(?:(?P<y>(?:19|20)\d{2})年)?(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日)?(?![\d个])(?:[（(](?P<w>(?:星期|周)[一二三四五六日天])[）)])?"
)
_DASHED = re.compile(r"(?<![\d.\-/])(?P<y>(?:19|20)\d{2})(?P<s>[-./])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?![\d.\-/])")
_PERIOD = re.compile(
    r"(?P<y>(?:19|20)\d{2})年(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日)?(?:至|到|—{1,2}|－|-|～|~)(?P<y2>(?:19|20)\d{2})年(?P<m2>\d{1,2})月(?:(?P<d2>\d{1,2})日)?"
)
_YEARS = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})年?(?:至|—{1,2}|－|～)(?P<y2>(?:19|20)\d{2})年")
_WEEK = "一二三四五六日"
_DONE = re.compile(r"^[^，。；]{0,16}?(?:已|完成了|办结了|召开了|建成了|取得了|通过了验收|全面完成)")
_PLANNED = re.compile(r"计划|预计|拟|力争|确保|将|争取|前|目标|规划|到时|届时|有望|可")
_WILL = re.compile(r"(?:将于|拟于|计划于|预计于|预计|计划|力争)$")
_TITLE_YEAR = re.compile(r"(?P<y>(?:19|20)\d{2})年(?:度)?[^，。]{0,24}(?:报告|总结|汇报|述职)")
_OPENING = re.compile(r"现将(?:本人|班子|领导班子)?(?P<y>(?:19|20)\d{2})年(?:度)?")
_CUTOFF = re.compile(r"截至(?P<y>(?:19|20)\d{2})年(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日|底)?")


@rule(
    "C16",
    "不存在的日期",
    "error",
    "内容关：日期应真实",
    examples=Examples(
        bad=("⟦2025年2月29日⟧召开，⟦13月⟧验收，⟦4月31日⟧公示。", "⟦2025年3月5日（星期五）⟧召开。"),
        good=("2024年2月29日召开，12月验收。", "2025年3月5日（星期三）召开，历时13个月。"),
    ),
    reach=Reach("月-./", ALL, quoted=True),
)
def impossible_date(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """A date exists in the calendar and falls on the weekday told."""
    for pattern in (_DATE, _DASHED):
        for match in matches(reading, pattern, *(("月",) if pattern is _DATE else ("19", "20"))):
            year, month = int(match["y"] or 2024), int(match["m"])
            day = int(match["d"] or 1)
            if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
                if pattern is _DATE or month <= 31:
                    yield Hit(*match.span(), sentence("没有“{words}”这一天。", words=match[0]), "请核对日期。")
            elif pattern is _DATE and match["w"] and match["y"] and match["d"]:
                weekday = _WEEK[date(year, month, day).weekday()]
                if match["w"][-1].replace("天", "日") != weekday:
                    yield Hit(
                        *match.span(),
                        sentence("{day}是星期{weekday}。", day=match[0].partition("（")[0], weekday=weekday),
                        "请核对日期和星期。",
                    )


@rule(
    "C16b",
    "起止时间颠倒",
    "error",
    "内容关：起始不晚于截止",
    examples=Examples(
        bad=("⟦2025年6月至2025年3月⟧开展。", "⟦2025—2021年⟧规划。"),
        good=("2025年3月至2025年6月开展。", "2021—2025年规划。"),
    ),
    reach=Reach("年", ALL),
)
def backward_period(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """A period begins before it ends."""
    for match in matches(reading, _PERIOD):
        first = (int(match["y"]), int(match["m"]), int(match["d"] or 0))
        second = (int(match["y2"]), int(match["m2"]), int(match["d2"] or 99))
        if second < first:
            yield Hit(*match.span(), sentence("“{words}”的起止颠倒。", words=match[0]), "请核对起止时间。")
    for match in matches(reading, _YEARS):
        if int(match["y2"]) < int(match["y"]):
            yield Hit(*match.span(), sentence("“{words}”的起止颠倒。", words=match[0]), "请核对起止时间。")


@rule(
    "C15",
    "时态与截止日不符",
    "warn",
    "内容关：截止日之后的事不能写成已完成",
    examples=Examples(
        bad=("项目⟦2026年3月⟧已完成验收。", "将于⟦2025年3月⟧完工。"),
        good=("项目2025年3月已完成验收。", "计划2026年3月完工。"),
        setting=OfficeSettings(as_of=date(2025, 12, 31)),
    ),
    reach=Reach("月"),
)
def tense(reading: Reading, setting: OfficeSettings) -> Iterator[Hit]:
    """What lies after the as-of day is not told as done, what lies before it not as planned."""
    as_of = setting.as_of or reading.document.dated
    for match in matches(reading, _DATE) if as_of else ():
        if not match["y"] or not 1 <= int(match["m"]) <= 12 or as_of is None:
            continue
        moment = (int(match["y"]), int(match["m"]))
        before, after = reading.before(match.start(), 8), reading.after(match.end(), 24)
        if moment > (as_of.year, as_of.month) and _DONE.match(after) and not _PLANNED.search(before + after[:8]):
            yield Hit(
                *match.span(),
                sentence("{words}在截止日{as_of}之后，却写成已完成。", words=match[0], as_of=as_of),
                "请核对时间或改写时态。",
            )
        elif moment < (as_of.year, as_of.month) and _WILL.search(before):
            yield Hit(
                *match.span(),
                sentence("{words}在截止日{as_of}之前，却写成将要。", words=match[0], as_of=as_of),
                "请核对时间或改写时态。",
            )


@rule(
    "C15b",
    "报告年度前后不一",
    "error",
    "内容关：标题与正文年度一致",
    examples=Examples(
        bad=("东江县2025年度工作报告\n现将⟦2024年⟧工作情况报告如下。",),
        good=("东江县2025年度工作报告\n现将2025年度工作情况报告如下。",),
    ),
    reach=Reach("现"),
)
def report_year(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """The year of the title is the year of the opening."""
    titles = [one for paragraph in reading.document.paragraphs[:3] if (one := _TITLE_YEAR.search(paragraph.text))]
    for match in matches(reading, _OPENING) if titles else ():
        if match["y"] != titles[0]["y"] and reading.index_at(match.start()) < 6:
            words = reading.text[match.start("y") : match.end("y") + 1]
            yield Hit(
                match.start("y"),
                match.end("y") + 1,
                sentence("标题是{year}年，这里写{words}。", year=titles[0]["y"], words=words),
                "请核对年度。",
            )


@rule(
    "C15c",
    "截至日期不止一个",
    "info",
    "内容关：同一文稿的数字应同一截止日",
    examples=Examples(
        bad=("截至2025年12月31日，办结96件。截至⟦2025年11月30日⟧，信访120件。",),
        good=("截至2025年12月31日，办结96件。截至2025年12月底，信访120件。",),
    ),
    reach=Reach("截"),
)
def two_cutoffs(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """Figures of one paper stand at one day, or each says its own."""
    first: tuple[str, str] | None = None
    for match in matches(reading, _CUTOFF):
        moment = (match["y"], match["m"])
        if first is None:
            first = moment
        elif moment != first:
            yield Hit(
                match.start("y"),
                match.end(),
                sentence("前文截至{year}年{month}月，这里不同。", year=first[0], month=first[1]),
                "请统一截止日，或说明口径。",
            )


RULES: tuple[Rule, ...] = (impossible_date, backward_period, tense, report_year, two_cutoffs)
