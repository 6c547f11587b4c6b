"""Campaigns and plans of other years left in a re-used text, and parts a paper lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from taizhang.proof.reading import Reading
from taizhang.proof.rule import PROSE, Examples, Hit, Reach, Rule, Setting, rule

# Name and the years in which it ran.
_ERAS = (
    ("群众路线教育实践活动", 2013, 2014), ("三严三实", 2015, 2016), ("两学一做", 2016, 2019), ("不忘初心、牢记使命”主题教育", 2019, 2020),
    ("党史学习教育", 2021, 2022), ("保持共产党员先进性教育", 2005, 2006), ("创先争优活动", 2010, 2012), ("深入学习实践科学发展观活动", 2008, 2010),
    ("决胜全面建成小康社会", 2017, 2020), ("决战决胜脱贫攻坚", 2018, 2020), ("全面小康社会实现程度", 2010, 2020), ("小康社会综合实现程度", 2010, 2020),
    ("高水平全面小康", 2014, 2020), ("扫黑除恶专项斗争", 2018, 2021), ("十二五”规划", 2010, 2015), ("十三五”规划", 2015, 2021), ("常态化疫情防控", 2020, 2022),
)  # fmt: skip
_NAMES = re.compile("|".join(re.escape(name) for name, _, _ in _ERAS))
_YEARS = {name: (first, last) for name, first, last in _ERAS}
_TITLE = re.compile(r"((?:19|20)\d{2})年")
_PAST = re.compile(r"以来|期间|巩固|成果|经验|回顾|曾|当年|此前|拓展|过去|(?:19|20)\d{2}年")


@rule(
    "C24", "其他年度的活动、规划", "warn", "内容关：沿用旧稿时应更新",
    examples=Examples(
        bad=("东江县2025年度述职报告\n深入开展党的⟦群众路线教育实践活动⟧。",),
        good=("东江县2014年度述职报告\n深入开展党的群众路线教育实践活动。", "东江县2025年度述职报告\n巩固拓展党史学习教育成果。"),
    ),
    reach=Reach("动实做育争会划度控坚", PROSE, quoted=True),
)  # fmt: skip
def campaign_of_another_year(reading: Reading, setting: Setting) -> Iterator[Hit]:
    """A campaign or plan is told as present only in the years in which it ran."""
    for paper in reading.papers:
        found = _TITLE.search(paper.title)
        year = setting.as_of.year if setting.as_of else int(found[1]) if found else 0
        for match in _NAMES.finditer(reading.text, paper.start, paper.end) if year else ():
            first, last = _YEARS[match[0]]
            around = reading.before(match.start(), 14) + reading.after(match.end(), 10)
            if not first <= year <= last + 1 and not _PAST.search(around):
                yield Hit(
                    *match.span(), f"“{match[0]}”是{first}—{last}年的，本文写的是{year}年。", "请核对是否沿用了旧稿。"
                )


RULES: tuple[Rule, ...] = (campaign_of_another_year,)
