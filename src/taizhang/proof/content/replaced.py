"""Words left by a bulk replacement: letters standing for a character, and non-words made from 区, 市, 县."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

import rjieba

from taizhang.proof.content.reading import Reading
from taizhang.proof.content.rule import ALL, Examples, Hit, OfficeSettings, Reach, Rule, matches, rule
from taizhang.proof.slips.table import shipped
from taizhang.terms.characters import is_han
from taizhang.terms.sentence import sentence

_SOURCE = "内容关：整篇替换留下的错字"
_LONE = re.compile(r"[A-Za-z●■□◆★▲◎](?<![A-Za-z0-9.+\-_/&×#＋].)(?![A-Za-z.+\-_/&×'’＋])")
_LETTERED = re.compile(
    r"[级类档股型字线座区栋幢口轮端位罩照证票楼馆厅标点面形值光超轴列排组班卷包款版柱波门粒币杯联盟形色射]"
)
_EXPECTED = (
    "党政国民共中府市县区省会法警军书委社治建设工作全发展经济产业安改革学习教育文化科技农村乡镇城镇企项目投资金财税务服机关干部领导组织人民群众团结制度责任监督检查"
    "纪律廉洁问题整重点推进落实加强提升高质量保障生态环境医疗卫就业住房交通水利林应急灾防信访督办理公开审批规划实施管"
)
_OF_LETTER = {
    "D": "党",
    "Z": "政中",
    "G": "国共公",
    "F": "府法",
    "M": "民",
    "S": "社省市",
    "Q": "区",
    "X": "县",
    "R": "人",
    "J": "军警",
    "W": "委",
    "H": "会",
}
_LEVEL = re.compile(r"[市区县](?<=[\u4e00-\u9fff].)|[市区县](?=[\u4e00-\u9fff])")
_LEVELS = "区市县"
_STEMS = "集聚|开发|高新|保税|风景|度假|居住|住宅|自贸|经开|禁养|限养|棚户"
_CITY_STEMS = "功能|生活|集中|产业园|办公|建成|核心|商业"
_STEM = re.compile(rf"(?:(?:{_STEMS})(?P<c>[市县])|(?:{_CITY_STEMS})(?P<d>市))(?![场民值委政长级直属域区县内外容辖])")
_PARTY = frozenset(
    [
        "党的",
        "党建",
        "党课",
        "党史",
        "党群",
        "党费",
        "党务",
        "党组",
        "党纪",
        "党性",
        "党风",
        "党校",
        "党内",
        "党外",
        "党章",
        "党政",
        "治党",
        "建党",
        "入党",
        "管党",
        "全党",
        "爱党",
        "从严治党",
        "党中央",
        "党总支",
        "党支部",
        "党组织",
        "共产党",
        "党和",
        "党对",
        "党是",
        "我们党",
        "我党",
        "党领导",
        "区委",
        "县委",
        "市委",
        "县府",
        "市府",
    ]
)
_GRAMMAR = frozenset(
    "的了和在是有为与及等对将以于中上下不要也都把被从到由向更并或但而其所之就已又再还很最各每这那本该全年月日时前后内外新大小多少一二三四五六七八九十百千万亿个件项次名家人户元万公里吨亩做抓促保强稳好用让使给至达近超约共"
)
# One 渤中G is a name; a letter put for a character stands in several words.
_TWICE_SEEN = 2
# Chosen: as many places as settle which character was meant; a long text has thousands.
_SAMPLE = 200
# Chosen: fewer places than five may be chance; of many, two dozen settle it.
_OFTEN, _ENOUGH = 5, 24
_SURE = re.compile(r"[社片园灾盲误疫][市县](?![场民值委政])|(?<![大中])景市(?![场民值])")
_SMALL = re.compile(r"(?<![大中])小市(?![场民区值])|[校厂街][市县](?<!街市)(?![场民值委政])")
_NO_STEM = frozenset(
    "大整强富穷弱名古重特贫一二两三四五六七八九十百千万各本我全该此某每县市区省乡镇州旗的和与及或在到对从为以是有了等、"
)
_REAL = frozenset(
    [
        "市域",
        "县域",
        "市直",
        "市级",
        "区县",
        "县区",
        "市区",
        "县级",
        "区级",
        "市属",
        "区属",
        "县属",
        "区情",
        "市情",
        "县情",
        "市容",
        "市貌",
        "区直",
        "县直",
        "市辖",
        "县市",
        "区市",
        "市县",
        "县城",
        "市城",
        "市内",
        "区内",
        "县内",
        "市外",
        "县外",
    ]
)
_PLACES = frozenset(("新县", "景县", "东区", "西区", "南区", "北区", "中区", "小区", "老区", "林县", "湾区"))


@rule(
    "C40",
    "字母、符号代替了汉字",
    "error",
    _SOURCE,
    examples=Examples(
        bad=("县⟦D⟧委带领全体⟦D⟧员，落实全面从严治⟦D⟧责任。", "加强⟦D⟧的领导。", "庆祝建⟦D⟧104周年，全面从严治⟦D⟧。"),
        good=("A级景区、B类项目、C919客机、K线图，甲型H股，G20峰会。", "推行“N+1”模式，A座办公，维生素C。"),
    ),
    reach=Reach("ABCDEFGHIJKLMNOPQRSTUVWYZabcdefghijklmnopqrstuvwyz●■□◆★▲◎", ALL, quoted=True),
)
def letter_for_character(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """No letter stands in a word: a lone letter beside Chinese that reads as a word with 党 (政, 国 …) in its place was put there in bulk."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for match in matches(reading, _LONE):
        places[match[0]].append(match.start())
    for letter, found in places.items():
        starts = [start for start in found if _in_word(reading.text, start)]
        meant = _meant_character(reading.text, letter, starts[:_SAMPLE])
        graded = [start for start in found if meant and start not in starts and _words(reading.text, start, meant)]
        for start in [*starts, *graded] if meant else ():
            message = sentence("“{letter}”代替了汉字，疑为“{meant}”。", letter=letter, meant=meant)
            sure = meant if _words(reading.text, start, meant) else None
            yield Hit(start, start + 1, message, sentence("请改为“{meant}”。", meant=meant), sure)


def _in_word(text: str, start: int) -> bool:
    before, after = text[start - 1 : start], text[start + 1 : start + 2]
    return (
        (is_han(before) or is_han(after))
        and not after.isdigit()
        and not _LETTERED.match(after)
        and before not in tuple("第甲丙素型生")
    )


def _meant_character(text: str, letter: str, starts: list[int]) -> str:
    """The character most places ask for, '' when too few do: one place is enough for a letter that begins its sound."""
    best, score = "", 0
    for character in _OF_LETTER.get(letter.upper(), "") + _EXPECTED:
        fits = sum(bool(_words(text, start, character)) for start in starts)
        if fits > score:
            best, score = character, fits
    sounded = best in _OF_LETTER.get(letter, "") and best != ""
    if sounded and best != "党" and score < _TWICE_SEEN:
        return ""
    enough = score * 8 >= len(starts) if sounded else score >= 3 and score * 2 >= len(starts)
    return best if score and enough else ""


def _words(text: str, start: int, character: str) -> str:
    """The word the character makes with its neighbours, '' when it makes none."""
    before, after = text[max(0, start - 3) : start], text[start + 1 : start + 4]
    made = (
        character + after[:1],
        character + after[:2],
        before[-1:] + character,
        before[-2:] + character,
        before + character,
    )
    words = (word for word in made if len(word) > 1 and all(map(is_han, word)))
    return next((word for word in words if rjieba.has_word(word) or word in _PARTY), "")


@rule(
    "C40b",
    "整篇把一个字换成了另一个字",
    "error",
    _SOURCE,
    examples=Examples(
        bad=("全⟦挡⟧同志，坚持⟦挡⟧的领导，加强⟦挡⟧建工作，各级⟦挡⟧委、⟦挡⟧组、⟦挡⟧支部和广大⟦挡⟧员深入学习。",),
        good=("全党同志，坚持党的领导，加强党建工作，各级党委、党组、党支部和广大党员深入学习。",),
    ),
    reach=Reach(zones=ALL, quoted=True),
)
def character_for_character(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """A character that makes no words here, while another in its place makes one nearly everywhere, was put there in bulk."""
    gone = [character for character in _EXPECTED if character not in reading.signs]
    counts = Counter(reading.words) if gone else {}
    for sign, alone in counts.items():
        if len(sign) > 1 or alone < _OFTEN or sign in _GRAMMAR or not is_han(sign):
            continue
        starts = [match.start() for match in re.finditer(sign, reading.text)]
        if alone * 5 < len(starts) * 4:
            continue
        meant = _nearly_everywhere(reading.text, sign, starts, gone)
        for start in starts if meant else ():
            yield Hit(
                start,
                start + 1,
                sentence("“{sign}”疑为整篇替换留下的错字。", sign=sign),
                sentence("疑为“{meant}”。", meant=meant),
            )


def _nearly_everywhere(text: str, sign: str, starts: list[int], gone: list[str]) -> str:
    """The character gone from the text that makes words in most of the places where the present one makes none."""
    places = [start for start in starts if not (_words(text, start, sign) or _is_published(text, start))][:_ENOUGH]
    if len(places) * 5 < min(len(starts), _ENOUGH) * 4:
        return ""
    for character in gone:
        made = [word for start in places if (word := _words(text, start, character))]
        if len(set(made)) >= _OFTEN - 1 and len(made) * 10 >= len(places) * 7:
            return character
    return ""


def _is_published(text: str, at: int) -> bool:
    """Whether published texts have the character with two of its neighbours: 本编的, 第一编."""
    return any(text[one : one + 3] in shipped() for one in range(max(0, at - 2), at + 1))


@rule(
    "C41",
    "市、县、区整篇替换留下的错词",
    "error",
    _SOURCE,
    examples=Examples(
        bad=("加强⟦社市⟧治理，推进⟦片市⟧开发，改造老旧⟦小市⟧。", "建设产业⟦集聚市⟧、4A级⟦景市⟧，⟦市街⟧联动。"),
        good=("社区、片区、小区、景区、集聚区、街区建设。", "城市街道整洁，开发市场，市场主体、全市、我县、县市区。"),
    ),
    reach=Reach("市区县"),
)
def replaced_level(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """A name of a level replaced throughout leaves non-words: cut apart by the dictionary, a word again with 区, 市 or 县 put back.

    What a dictionary lacks may still be a word (人口小县, 有序设市, 院市合作): without one non-word beyond doubt nothing is said.
    """
    sure = [_wrong(*one.span(), one[0], one[0][:-1] + "区") for one in matches(reading, _STEM) if one["c"]]
    sure += [_wrong(*one.span(), one[0], one[0][0] + "区") for one in matches(reading, _SURE)]
    yield from sure
    if not sure:
        return
    seen = {hit.end - 1 for hit in sure}
    weak = [_wrong(*one.span(), one[0], one[0][:-1] + "区") for one in matches(reading, _STEM) if one["d"]]
    weak += [_wrong(*one.span(), one[0], one[0][0] + "区") for one in matches(reading, _SMALL)]
    yield from weak
    seen |= {hit.end - 1 for hit in weak}
    for match in matches(reading, _LEVEL):
        start = match.start()
        if start not in seen and reading.is_word(start, start + 1):
            hit = _leftover(reading, start) or _right(reading, start)
            if hit and not _is_attested(reading, hit):
                yield hit


def _leftover(reading: Reading, start: int) -> Hit | None:
    """社市: the character before makes a word with another level's name, and none with this one."""
    stem, sign = reading.text[start - 1 : start], reading.text[start]
    if not is_han(stem) or stem in _NO_STEM or not reading.is_word(start - 1, start) or stem + sign in _PLACES:
        return None
    if (
        _is_name(reading, start - 1)
        or rjieba.has_word(stem + sign)
        or rjieba.has_word(sign + reading.after(start + 1, 1))
    ):
        return None
    return next(
        (
            _wrong(start - 1, start + 1, stem + sign, stem + other)
            for other in _LEVELS
            if other != sign and rjieba.has_word(stem + other)
        ),
        None,
    )


def _is_name(reading: Reading, start: int) -> bool:
    """Whether another single character stands before, as in a name the dictionary does not have (溆水县)."""
    before = reading.text[start - 1 : start]
    return is_han(before) and reading.is_word(start - 1, start) and before not in _GRAMMAR and before != "级"


def _right(reading: Reading, start: int) -> Hit | None:
    """市街: the character after makes a word only with another level's name."""
    sign, tail = reading.text[start], reading.after(start + 1, 1)
    if not tail or not is_han(tail) or tail in _NO_STEM or not reading.is_word(start + 1, start + 2):
        return None
    if sign == "市" and tail == "街":
        return _wrong(start, start + 2, "市街", "街区")
    if sign + tail in _REAL or rjieba.has_word(sign + tail) or rjieba.has_word(tail + reading.after(start + 2, 1)):
        return None
    return next(
        (
            _wrong(start, start + 2, sign + tail, other + tail)
            for other in _LEVELS
            if other != sign and rjieba.has_word(other + tail)
        ),
        None,
    )


def _is_attested(reading: Reading, hit: Hit) -> bool:
    """Whether published texts have the words with a neighbour."""
    words = reading.before(hit.start, 1), reading.text[hit.start : hit.end], reading.after(hit.end, 1)
    return any(all(map(is_han, run)) and run in shipped() for run in (words[0] + words[1], words[1] + words[2]))


def _wrong(start: int, end: int, words: str, meant: str) -> Hit:
    return Hit(
        start,
        end,
        sentence("“{words}”不成词，疑为整篇替换所致。", words=words),
        sentence("疑为“{meant}”。", meant=meant),
    )


RULES: tuple[Rule, ...] = (letter_for_character, character_for_character, replaced_level)
