"""Campaigns and plans of other years left in a re-used text, and parts a paper lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from taizhang.proof.content.reading import Reading
from taizhang.proof.content.rule import ALL, PROSE, Examples, Hit, OfficeSettings, Reach, Rule, rule
from taizhang.terms.sentence import sentence

# How it is named, and the years in which it ran.
_ERAS = (
    (r"群众路线教育实践活动", 2013, 2014),
    (r"“?三严三实”?专题教育", 2015, 2016),
    (r"“?两学一做”?学习教育", 2016, 2019),
    (r"“?不忘初心、牢记使命”?主题教育", 2019, 2020),
    (r"党史学习教育", 2021, 2022),
    (r"保持共产党员先进性教育", 2005, 2006),
    (r"创先争优活动", 2010, 2012),
    (r"深入学习实践科学发展观活动", 2008, 2010),
    (r"决胜全面(?:建成)?小康", 2017, 2020),
    (r"决战(?:决胜)?脱贫攻坚", 2018, 2020),
    (r"小康[^，。；“”]{0,8}(?:实现|完成)程度", 2008, 2020),
    (r"高水平全面(?:建成)?小康", 2014, 2020),
    (r"扫黑除恶专项斗争", 2018, 2021),
    (r"“?十二五”?(?:规划|时期)", 2010, 2015),
    (r"“?十三五”?(?:规划|时期)", 2015, 2021),
    (r"常态化疫情防控", 2020, 2022),
)
_NAMES = re.compile("|".join(f"(?P<e{index}>{name})" for index, (name, _, _) in enumerate(_ERAS)))
_TITLE = re.compile(r"((?:19|20)\d{2})年")
# A paper that looks back on five years names what ran in them.
_REVIEW = re.compile(r"过去五年|五年来|五年间|“?十四五”?(?:时期|期间|以来|五年)|本届政府")
# Years a body's term of office and a five-year plan last.
_RETROSPECT = 5
_COMPARED = re.compile(r"(?:比|较|与|同|高于|超过)“?$")
_PAST = re.compile(r"以来|期间|巩固|成果|经验|回顾|曾|当年|此前|拓展|过去|(?:19|20)\d{2}年")


@rule(
    "C24",
    "其他年度的活动、规划",
    "warn",
    "内容关：沿用旧稿时应更新",
    examples=Examples(
        bad=("东江县2025年度述职报告\n深入开展党的⟦群众路线教育实践活动⟧。",),
        good=(
            "东江县2014年度述职报告\n深入开展党的群众路线教育实践活动。",
            "东江县2025年度述职报告\n巩固拓展党史学习教育成果。",
        ),
    ),
    reach=Reach("动实做育争会划度控坚", PROSE, quoted=True),
)
def campaign_of_another_year(reading: Reading, setting: OfficeSettings) -> Iterator[Hit]:
    """A campaign or plan is told as present only in the years in which it ran."""
    for paper in reading.papers:
        found = _TITLE.search(paper.title)
        year = setting.as_of.year if setting.as_of else int(found[1]) if found else 0
        for match in _NAMES.finditer(reading.text, paper.start, paper.end) if year else ():
            _, first, last = _ERAS[int(str(match.lastgroup)[1:])]
            around = reading.before(match.start(), 14) + reading.after(match.end(), 10)
            told = year - _RETROSPECT if _REVIEW.search(reading.text, paper.start, paper.end) else year
            compared = _COMPARED.search(reading.before(match.start(), 6))
            if (last + 1 < told or year < first) and not compared and not _PAST.search(around):
                yield Hit(
                    *match.span(),
                    sentence(
                        "“{words}”是{first}—{last}年的，本文写的是{year}年。",
                        words=match[0],
                        first=first,
                        last=last,
                        year=year,
                    ),
                    "请核对是否沿用了旧稿。",
                )


@rule(
    "C61",
    "没有署名和成文日期",
    "info",
    "GB/T 9704—2012 7.3.5：发文机关署名、成文日期",
    examples=Examples(
        bad=("⟦东江县水务局2025年度述职述廉报告⟧\n现将情况报告如下。\n以上报告，请批评指正。",),
        good=(
            "东江县水务局2025年度述职述廉报告\n现将情况报告如下。\n以上报告，请批评指正。\n东江县水务局\n2026年1月8日",
        ),
    ),
    reach=Reach("述", ALL),
)
def unsigned(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """A duty report says at its end whose it is and of what day."""
    for paper in reading.papers:
        tail = reading.text[max(paper.start, paper.end - _TAIL) : paper.end]
        if "述职" in paper.title and not _SIGNED.search(tail):
            end = paper.start + len(paper.title.partition("\n")[0])
            yield Hit(paper.start, end, "文末没有署名和成文日期。", "请补上署名和成文日期。")


_SIGNED = re.compile(r"^[ \u3000]*[\d〇零○一二三四五六七八九十]{4}年\w{1,3}月\w{1,3}日[ \u3000]*$", re.MULTILINE)
# Characters. Chosen: signature, day and the names of attachments below them.
_TAIL = 200
RULES: tuple[Rule, ...] = (campaign_of_another_year, unsigned)
