"""Levels mixed in one body's text: 全县 beside 全区, a city that is first in its own city."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from taizhang.proof.content.reading import Reading, TextPart
from taizhang.proof.content.rule import Examples, Hit, OfficeSettings, Reach, Rule, rule
from taizhang.proof.model import Level
from taizhang.terms.characters import is_han
from taizhang.terms.sentence import sentence

LEVELS = ("省", "市", "县", "区", "旗", "镇", "乡")
_OWN = re.compile(
    r"[全我本](?P<own>[省市县区旗镇乡])(?!域)"
    r"|(?P<seat>[市县区旗镇乡])(?:委(?![员托派任会])|政府|级(?![市以及和、])|直(?!辖|接|属|线|播|击|达|观)|情(?![况形感节景绪趣])|人大|政协|纪委|四套班子|领导(?!小组|机关)|长(?=[，。、；：\n])|里(?=[，。、；]))"
)
_BEFORE = frozenset("及和各辖社小地园片景郊市城县山灾新")
_TOWN = re.compile(r"(?<![城全])市区")
_FUNCTION = frozenset("向在对由经受以和与及被为了按是报请的将把给让到使从同各原")
_TITLE_LEVEL = re.compile(r"(?P<l>[省市县区旗镇乡])(?:委|人民政府|政府|[\u4e00-\u9fff]{2,12}局|领导班子|人大|政协)")
_GROUP = re.compile(r"([市县区])(?=[^，。局办厅院]{0,16}班子)")
_CLAIM = re.compile(
    r"(?:全(?P<l>[市县区])|[市县区]内)(?:[\u4e00-\u9fff]{0,4}?)(?:第[一二三四五六七八九十\d]{1,2}|首位|首个|首家|前列|率先|前茅|唯一|领先)"
)
_LED = re.compile(r"在(?:[省中]委[、，])?(?P<l>[市县区])委(?:[、，][市县区]政府)?(?:的)?(?:坚强|正确|统一)?领导下")
_SIBLINGS = {"县": "区旗", "区": "县旗", "旗": "县区"}
_UNDER = {"市": "县区旗", "省": ""}


@rule(
    "C42",
    "本级称谓前后不一（县、区、市混用）",
    "error",
    "内容关：自称只用一级",
    examples=Examples(
        bad=(
            "全县上下齐心，县委、县政府部署，我县经济向好，县级领导包抓，县情所系。\n⟦全区⟧办公室系统要向⟦区委⟧看齐。",
        ),
        good=(
            "全县上下齐心，县委、县政府部署，我县经济向好，县级领导包抓。市委、市政府要求各县区落实，居全市前列。",
            "县级以上地方各级人民政府，市辖区的区委。",
        ),
    ),
    reach=Reach("县区旗"),
)
def mixed_levels(reading: Reading, setting: OfficeSettings) -> Iterator[Hit]:
    """A body calls itself by one level: words of a sister level (全区 in a county's paper) were left by a re-used text."""
    for paper in reading.papers:
        uses = [match for match in _OWN.finditer(reading.text, paper.start, paper.end) if _is_self(reading, match)]
        own, sure = _own_level(paper, setting, uses)
        others = _SIBLINGS.get(own, _UNDER.get(own, ""))
        if not own or not others or ("自治区" in reading.text[paper.start : paper.end] and not setting.body_level):
            continue
        strays = [
            match for match in uses if _level(match) in others and (own != "市" or match["own"]) and match[0] != "县级"
        ]
        plain = sure and len(strays) * 2 <= max(len(uses), 2) and (own != "市" or len(strays) >= 3)
        level: Level = "error" if plain else "warn"
        for match in strays:
            message = sentence("本文自称为“{own}”一级，这里却写“{words}”。", own=own, words=match[0])
            yield Hit(
                *match.span(),
                message,
                sentence("请核对，疑为“{meant}”。", meant=match[0].replace(_level(match), own)),
                level=level,
            )
        for match in _TOWN.finditer(reading.text, paper.start, paper.end) if strays and own == "县" else ():
            yield Hit(*match.span(), "本文自称为“县”一级，这里却写“市区”。", "请核对，疑为“县城”。", level="warn")


def _is_self(reading: Reading, match: re.Match[str]) -> bool:
    start = match.start()
    before = reading.text[start - 1 : start]
    if match["own"]:
        return before not in ("健", "安", "齐", "完", "自")
    if start not in reading.borders or before in _BEFORE:
        return False
    if before == "、":
        return reading.text[start - 2 : start - 1] not in ("省", "市", "县", "区", "旗", "镇", "乡")
    named = is_han(before) and start - 1 in reading.borders and before not in _FUNCTION
    return not named


def _level(match: re.Match[str]) -> str:
    return str(match["own"] or match["seat"])


def _own_level(paper: TextPart, setting: OfficeSettings, uses: list[re.Match[str]]) -> tuple[str, bool]:
    """The body's level: as set, by the title, or by what it mostly calls itself (全县, 我县); whether that is beyond doubt.

    A title that the text calls itself by only half as often as by a sister level is itself a remnant.
    """
    if setting.body_level:
        return setting.body_level, True
    counts = Counter(_level(match) for match in uses)
    whole = Counter(match["own"] for match in uses)
    found = _TITLE_LEVEL.search(paper.title)
    if found and all(counts[found["l"]] * 2 >= counts[other] for other in _SIBLINGS.get(found["l"], "")):
        return found["l"], counts[found["l"]] >= 3
    local = {level: counts[level] if whole[level] >= 2 else 0 for level in "县区旗"}
    own = max(local, key=lambda level: local[level])
    rest = sum(local.values()) - local[own]
    return (own, local[own] >= 2 * rest and local[own] >= 5) if local[own] > rest else ("", False)


@rule(
    "C43",
    "名次范围、领导机关与本级不符",
    "warn",
    "内容关：名次的范围、领导自己的机关应高于本级",
    examples=Examples(
        bad=("东江市领导班子述职报告\n在⟦市委领导下⟧，综合阅读率居⟦全市第一⟧。",),
        good=("东江市领导班子述职报告\n在省委领导下，综合阅读率居全省第一。", "在市委领导下，综合阅读率居全市第一。"),
    ),
    reach=Reach("市县区"),
)
def own_superior(reading: Reading, setting: OfficeSettings) -> Iterator[Hit]:
    """A body is ranked among its peers and led by those above it, never by itself."""
    for paper in reading.papers:
        found = _GROUP.search(paper.title)
        own = setting.body_level or (found[1] if found else "")
        for pattern in (_CLAIM, _LED) if own else ():
            for match in pattern.finditer(reading.text, paper.start, paper.end):
                if match["l"] == own:
                    start = match.start() + (1 if match[0].startswith("在") else 0)
                    yield Hit(
                        start,
                        match.end(),
                        sentence("“{words}”：范围或领导机关就是本级自己。", words=match[0]),
                        "请核对级别。",
                    )


RULES: tuple[Rule, ...] = (mixed_levels, own_superior)
