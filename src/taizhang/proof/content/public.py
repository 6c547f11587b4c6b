"""What has changed in public life or is quoted word for word: bodies, laws, places, formulations, meetings. The facts are data."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import ahocorasick

from taizhang.proof.content.reading import Reading
from taizhang.proof.content.rule import ALL, PROSE, Examples, Hit, OfficeSettings, Reach, Rule, matches, rule
from taizhang.proof.model import Level
from taizhang.proof.slips.table import shipped
from taizhang.terms.numerals import number_of
from taizhang.terms.sentence import sentence

_FACTS: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("public.toml").read_text("utf-8"))
_PLACES = Path(__file__).with_name("places.tsv")
_YEAR = re.compile(r"((?:19|20)\d{2})年")
_FORMER = re.compile(r"原$|原[\u4e00-\u9fff]{0,6}$|[前旧]称?$|时任[\u4e00-\u9fff]{0,10}$")
_CHANGING = re.compile(r"更名|改名|合并|组建|整合|划转|划入|撤销|撤县|撤市|设区|改称|改设|废止|取代|代替|同时失效|前身")
# A list of what ends may be long: its verb closes the sentence.
_REPEALING = re.compile(r"》\s*(?:同时|即行|即)?(?:废止|失效|停止执行)")
# Characters. Chosen: a line of GB/T 9704-2012 holds 28.
_ABOUT = 30
# Lines. Chosen: letterhead, number, title and addressee.
_FIRST = 6
_N = "[一二三四五六七八九十]"
_PLENARY = re.compile(
    rf"(?:(?P<y0>20\d{{2}})年(?P<m0>\d{{1,2}})月[\u4e00-\u9fff]{{0,6}}召开的)?(?:党的|中共)?(?P<t>{_N}{{1,3}})届(?P<s>{_N}{{1,2}})中全会"
    rf"(?:[（(](?P<y>20\d{{2}})年(?P<m>\d{{1,2}})月)?"
)
_CONGRESS = re.compile(
    rf"(?P<t>{_N}{{1,3}})届全国(?:人大|人民代表大会)(?:第)?(?P<s>{_N}{{1,2}})次会议(?:[（(]?于?(?P<y>20\d{{2}})年)?"
)
# A congress of the Party holds seven plenary sessions by custom; the People's Congress five yearly ones (宪法 art. 60,
# 61).
_MOST_PLENARY, _SESSIONS = 7, 5
_QUOTED = re.compile(r"“([\u4e00-\u9fff、]{3,16})”")
_UPHELD = re.compile(r"(?:做到|增强|坚定|捍卫|坚决|树牢|践行)$")
_ABROAD = re.compile(
    r"(?:香港|澳门|台湾|港澳台?|港台)(?:特区|特别行政区)?(?:[、和及与][^，。；、]{1,8}){0,6}等(?:国家|国(?!家)|各国)(?!和地区|及地区|、地区|与地区)"
    r"|中[港台](?=关系|合作|贸易|交流|两地)|台湾(?:政府|总统|国旗|国防部|外交部)|(?:香港|澳门)(?:回归|归还)?独立(?!于|董|审|核|的|运|评)"
)


@cache
def _since(kind: str) -> dict[str, tuple[str, int]]:
    """The old names of a kind, each with the new one and the first year in which the old is wrong."""
    told = {
        old: (new, int(block.partition("-")[2]))
        for block, names in _FACTS[kind].items()
        if block.startswith("since-")
        for old, new in names.items()
    }
    return _gazetteer() | told if kind == "places" else told


def _gazetteer() -> dict[str, tuple[str, int]]:
    lines = (line.split("\t") for line in _PLACES.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {old: (new, int(since)) for old, new, since in lines}


@cache
def _old_places() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for name in _since("places"):
        automaton.add_word(name, name)
    automaton.make_automaton()
    return automaton


def _mentions(reading: Reading, kind: str) -> Iterator[tuple[int, int]]:
    """Where an old name of a kind stands; of places only where the dictionary cuts before and after it."""
    if kind != "places":
        yield from (match.span("n") for match in matches(reading, _named(kind)))
        return
    for last, name in _old_places().iter_long(reading.text):
        if reading.is_word(last + 1 - len(name), last + 1):
            yield last + 1 - len(name), last + 1


@cache
def _named(kind: str) -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, _since(kind)), key=len, reverse=True))
    if kind == "laws":
        return re.compile(rf"《(?:中华人民共和国)?(?P<n>{names})》")
    if kind == "bodies":
        return re.compile(
            rf"(?:(?<=[省市县区州旗盟、和及与由向被])|(?<=国家)|(?<![\u4e00-\u9fff]))(?P<n>{names})(?![\u4e00-\u9fff]{{0,2}}(?:街|路|站|小区|宿舍))"
        )
    return re.compile(rf"(?P<n>{names})")


def year_of(reading: Reading, setting: OfficeSettings) -> int | None:
    """The year a paper speaks from: as set, as signed, of its first lines, or the one it names most; None when it names none."""
    if setting.as_of:
        return setting.as_of.year
    if reading.document.dated:
        return reading.document.dated.year
    head = "\n".join(one.text for one in reading.document.paragraphs[:_FIRST])
    named = _YEAR.findall(head) or [year for year, _ in Counter(_YEAR.findall(reading.text)).most_common(1)]
    return int(named[0]) if named else None


def _old_names(reading: Reading, setting: OfficeSettings, kind: str, said: str) -> Iterator[Hit]:
    year = year_of(reading, setting)
    level: Level | None = "warn" if reading.is_statute else None
    names = _since(kind)
    for first, last in _mentions(reading, kind):
        name = reading.text[first:last]
        new, since = names[name]
        start, end = reading.sentence(first)
        around = reading.text[max(start, first - _ABOUT) : min(end, last + _ABOUT)]
        changing = _CHANGING.search(around) or _REPEALING.search(reading.text, last, end)
        if (year and year < since) or changing or _FORMER.search(reading.before(first, 12)):
            continue
        yield Hit(
            first,
            last,
            sentence("“{name}”自{since}年起已{said}。", name=name, since=since, said=said),
            sentence("现为“{new}”，请核对。", new=new),
            level=level,
        )


@rule(
    "C70",
    "机构改革前的机构名称",
    "error",
    str(_FACTS["bodies"]["source"]),
    examples=Examples(
        bad=("按照市⟦工商局⟧、市⟦安监局⟧和⟦扶贫办⟧的要求落实。",),
        good=(
            "按照市市场监督管理局、市应急管理局的要求落实。",
            "2016年，市工商局受理投诉。",
            "原市工商局职责划入市市场监督管理局。",
        ),
    ),
    reach=Reach("局办委部会", PROSE),
)
def former_body(reading: Reading, setting: OfficeSettings) -> Iterator[Hit]:
    """A body is called by the name it bears in the year the paper speaks from."""
    return _old_names(reading, setting, "bodies", "更名或并入其他机构")


@rule(
    "C71",
    "引用已经废止的法律、法规",
    "error",
    str(_FACTS["laws"]["source"]),
    examples=Examples(
        bad=("依据《中华人民共和国⟦合同法⟧》和《⟦物权法⟧》办理。",),
        good=(
            "依据《中华人民共和国民法典》办理。",
            "《中华人民共和国合同法》同时废止。",
            "2015年，依据《物权法》办理。",
        ),
    ),
    reach=Reach("《", ALL, quoted=True),
)
def repealed_law(reading: Reading, setting: OfficeSettings) -> Iterator[Hit]:
    """A paper rests on law that is in force."""
    return _old_names(reading, setting, "laws", "废止")


@rule(
    "C72",
    "已经变更的地名",
    "error",
    str(_FACTS["places"]["source"]),
    examples=Examples(
        bad=("赴⟦襄樊市⟧、昆明市⟦呈贡县⟧考察。",),
        good=("赴襄阳市、昆明市呈贡区考察。", "2006年赴襄樊市考察。", "襄樊市更名为襄阳市。"),
    ),
    reach=Reach("市县区盟旗", PROSE),
)
def former_place(reading: Reading, setting: OfficeSettings) -> Iterator[Hit]:
    """A place is called by the name it bears in the year the paper speaks from."""
    return _old_names(reading, setting, "places", "更名")


@rule(
    "C73",
    "会议的届次、次数或时间不对",
    "error",
    str(_FACTS["meetings"]["source"]),
    examples=Examples(
        bad=(
            "学习贯彻党的⟦十九届八中全会⟧精神。",
            "在党的⟦二十届三中全会（2025年10月⟧召开）上。",
            "⟦十四届全国人大六次会议⟧开幕。",
        ),
        good=(
            "学习贯彻党的十九届六中全会精神。",
            "党的二十届三中全会（2024年7月召开）。",
            "十四届全国人大三次会议2025年3月召开。",
        ),
    ),
    reach=Reach("届", ALL, quoted=True),
)
def meeting(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """A plenary session or session of congress was held, and when the paper says."""
    yield from _plenary(reading)
    yield from _congress(reading)


def _plenary(reading: Reading) -> Iterator[Hit]:
    held = _FACTS["meetings"]["plenary"]
    for match in matches(reading, _PLENARY):
        sessions, number = held.get(match["t"], []), int(number_of(match["s"]) or 0)
        if number > _MOST_PLENARY:
            yield Hit(
                match.start("t"),
                match.end("s") + 3,
                sentence("没有“{term}届{session}中全会”：一届至多七次全会。", term=match["t"], session=match["s"]),
                "请核对届次。",
            )
        elif number <= len(sessions) and (match["y"] or match["y0"]):
            told = f"{match['y'] or match['y0']}-{int(match['m'] or match['m0']):02d}"
            if told != sessions[number - 1]:
                year, _, month = sessions[number - 1].partition("-")
                start = match.start("t") if match["y"] else match.start()
                yield Hit(
                    start,
                    match.end(),
                    sentence(
                        "{term}届{session}中全会是{year}年{month}月召开的。",
                        term=match["t"],
                        session=match["s"],
                        year=year,
                        month=int(month),
                    ),
                    "请核对时间。",
                )


def _congress(reading: Reading) -> Iterator[Hit]:
    first = _FACTS["meetings"]["congress"]
    for match in matches(reading, _CONGRESS):
        number, begun = int(number_of(match["s"]) or 0), first.get(match["t"])
        end = match.end("y") if match["y"] else match.end()
        if number > _SESSIONS:
            yield Hit(
                match.start(),
                match.end("s") + 3,
                sentence("没有“{term}届{session}次会议”：一届五次会议。", term=match["t"], session=match["s"]),
                "请核对次数。",
            )
        elif begun and match["y"] and int(match["y"]) != begun + number - 1:
            yield Hit(
                match.start(),
                end,
                sentence(
                    "{term}届全国人大{session}次会议是{year}年召开的。",
                    term=match["t"],
                    session=match["s"],
                    year=begun + number - 1,
                ),
                "请核对时间。",
            )


@rule(
    "C74",
    "固定表述差了一个字",
    "error",
    str(_FACTS["formulas"]["source"]),
    examples=Examples(
        bad=("做到⟦“两个拥护”⟧，增强⟦“四个认识”⟧。",),
        good=("做到“两个维护”，增强“四个意识”。", "落实“两个责任”，推行“一网统管”，发挥“一带一部”区位优势。"),
    ),
    reach=Reach("“", PROSE, quoted=True),
)
def formula(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """A fixed formulation is quoted as it was issued; what differs by one sign and is said nowhere else is a slip."""
    known = str(_FACTS["formulas"]["words"]).split()
    for match in matches(reading, _QUOTED):
        words = match[1]
        if words in known or any(words[at : at + 4] in shipped() for at in range(max(1, len(words) - 3))):
            continue
        near = [
            one for one in known if len(one) == len(words) and sum(a != b for a, b in zip(one, words, strict=True)) == 1
        ]
        start, end = reading.sentence(match.start())
        beside = any(f"“{one}”" in reading.text[start:end] for one in known) or _UPHELD.search(
            reading.before(match.start(), 4)
        )
        if near and near[0][0] == words[0] and beside:
            yield Hit(
                *match.span(),
                sentence("“{words}”与固定表述“{known}”差一个字。", words=words, known=near[0]),
                sentence("疑为“{known}”。", known=near[0]),
            )


@rule(
    "C75",
    "涉港澳台的表述",
    "error",
    "新华社新闻信息报道中的禁用词和慎用词（2016年7月修订）",
    examples=Examples(
        bad=("与⟦香港、台湾等国家⟧开展交流。", "推动⟦中港⟧合作。"),
        good=("与香港、台湾等地区开展交流。", "与香港、新加坡等国家和地区开展交流，聘请香港独立董事。"),
    ),
    reach=Reach("港澳台", ALL, quoted=True),
)
def abroad(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """Hong Kong, Macao and Taiwan are not listed among countries nor set beside China as one."""
    for match in matches(reading, _ABROAD, "港", "澳", "台"):
        yield Hit(
            *match.span(),
            sentence("“{words}”的表述不对。", words=match[0]),
            "香港、澳门、台湾与国家并列时写“国家和地区”，不称“中港”“中台”。",
        )


RULES: tuple[Rule, ...] = (former_body, repealed_law, former_place, meeting, formula, abroad)
