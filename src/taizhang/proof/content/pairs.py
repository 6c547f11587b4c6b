"""Marks that come in pairs, and words, sentences and paragraphs that come twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import rjieba

from taizhang.proof.content.reading import Reading
from taizhang.proof.content.rule import ALL, PROSE, RUNNING, Examples, Hit, OfficeSettings, Reach, Rule, matches, rule
from taizhang.proof.model import Level
from taizhang.proof.slips.table import shipped
from taizhang.terms.sentence import sentence

_PAIRS = {
    "（": "）",
    "《": "》",
    "“": "”",
    "〔": "〕",
    "〈": "〉",
    "‘": "’",
    "【": "】",
    "「": "」",
    "(": ")",
    "[": "]",
}
_CLOSING = {close: opening for opening, close in _PAIRS.items()}
_SIGNS = re.compile("[" + re.escape("".join(_PAIRS) + "".join(_CLOSING)) + "]")
_ITEM = re.compile(r"(?:^|[；。，、：\s])[\da-zA-Z①-⑳一二三四五六七八九十]{1,2}[)）]$")
_OPENS = {close: {opening, *("（(" if close in "）)" else "")} for close, opening in _CLOSING.items()}
# Chosen: paragraphs a quotation may run over, characters within which a slip of the closing mark stands.
_SPAN, _NEAR = 4, 60
# The history of a statute below its title stands in one pair of brackets, a paragraph an amendment.
_HISTORY = 16
# Marks open at once that are looked through: no text nests so deep, and a scan stays in proportion to its length.
_DEEPEST = 40
_AMENDED = re.compile(r"(?:修正|修订|通过|公布|发布|施行|废止|批准)[）)]$")
_SMALL = re.compile(r"([的了和是在与并及对为将把被等从或而由至到地得])\1")
_TWICE = re.compile(r"([\u4e00-\u9fff]{2,4})\1")
_FREE = frozenset(
    [
        "研究",
        "商量",
        "讨论",
        "考虑",
        "了解",
        "打听",
        "琢磨",
        "沟通",
        "学习",
        "走动",
        "活动",
        "休息",
        "锻炼",
        "比较",
        "试验",
        "意思",
        "许多",
        "多少",
        "很久",
        "非常",
        "左右",
        "上下",
        "来回",
        "十分",
        "生生",
        "世世",
        "人人",
        "个个",
        "天天",
        "逐步",
        "谢谢",
        "规定",
        "要求",
        "决定",
        "计划",
        "报告",
        "建议",
        "指示",
        "通知",
        "委员",
        "主任",
        "书记",
        "老师",
    ]
)
# 保管保管物: the second begins the name of what is done, by whom, or where.
_THINGS = frozenset("物人员者方费款书证权品地所站点")
_SENTENCE = re.compile(r"[^。！？；\n]{20,400}[。！？；]")
_HAN = re.compile(r"[\u4e00-\u9fff]{4}")
_SPACE = re.compile(r"\s+")
# Characters. Chosen: shorter paragraphs are headings and formulas, which may come again.
_LONG = 30


@rule(
    "C17",
    "括号、引号、书名号不成对",
    "error",
    "GB/T 15834：成对使用",
    gate="content",
    examples=Examples(
        bad=("印发《条例⟦（⟧2022年》。", "落实⟦“⟧三个一制度。", "召开会议⟦）⟧，作出部署。"),
        good=("印发《条例（2022年）》。", "1）抓学习；2）抓落实。", "他说：“第一段。\n“第二段。”"),
    ),
    reach=Reach("".join(_PAIRS) + "".join(_CLOSING), ALL, quoted=True),
)
def unmatched_pair(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """Brackets, quotation and title marks open and close; a quotation may run over some paragraphs, a broken line over some lines."""
    alone = _across(reading, _alone(reading))
    at = 0
    while at < len(alone):
        start, sign = alone[at]
        mixed = (
            at + 1 < len(alone) and sign in _PAIRS and alone[at + 1][1] in _CLOSING and alone[at + 1][0] - start < _NEAR
        )
        if mixed and "\n" not in reading.text[start : alone[at + 1][0]]:
            end, closing = alone[at + 1]
            yield Hit(
                end,
                end + 1,
                sentence("“{closing}”与前面的“{sign}”不成对。", closing=closing, sign=sign),
                sentence("请改为“{closing}”，或核对。", closing=_PAIRS[sign]),
                level="warn",
            )
            at += 1
        else:
            other = _PAIRS.get(sign) or _CLOSING[sign]
            level: Level | None = "info" if _closes_history(reading, start) else None
            yield Hit(
                start,
                start + 1,
                sentence("“{sign}”没有与它成对的“{other}”。", sign=sign, other=other),
                sentence("请补上“{other}”，或删去。", other=other),
                level=level,
            )
        at += 1


def _alone(reading: Reading) -> list[tuple[int, str]]:
    """The marks that find no partner inside their paragraph, half and full width brackets taken alike."""
    left: list[tuple[int, str]] = []
    paragraph: list[tuple[int, str]] = []
    at = 0
    for match in matches(reading, _SIGNS):
        index, sign = reading.index_at(match.start()), match[0]
        if index != at:
            left += paragraph
            paragraph, at = [], index
        if sign in _PAIRS:
            paragraph.append((match.start(), sign))
            continue
        opening = _last_opening(paragraph, sign)
        if opening >= 0:
            left += paragraph[opening + 1 :]
            del paragraph[opening:]
        elif not _ITEM.search(reading.before(match.end(), 4)):
            left.append((match.start(), sign))
    return sorted(left + paragraph)


def _last_opening(opened: list[tuple[int, str]], sign: str) -> int:
    """Where the mark that a closing one closes stands among those open, -1 when none does; marks farther off are not looked at."""
    for place in range(len(opened) - 1, max(-1, len(opened) - 1 - _DEEPEST), -1):
        if opened[place][1] in _OPENS[sign]:
            return place
    return -1


def _across(reading: Reading, left: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """What stays alone once marks are paired over a few paragraphs."""
    opened: list[tuple[int, str]] = []
    alone: list[tuple[int, str]] = []
    for start, sign in left:
        if sign in _PAIRS:
            opened.append((start, sign))
            continue
        recent = opened[-_DEEPEST:]
        near = [one for one in recent if one[1] in _OPENS[sign] and _continues(reading, one[0], start, sign)]
        if near:
            closed = near if sign == "”" else near[-1:]
            opened[-_DEEPEST:] = [one for one in recent if one not in closed]
        else:
            alone.append((start, sign))
    return sorted(alone + [one for one in opened if not _goes_on(reading, *one)])


def _closes_history(reading: Reading, start: int) -> bool:
    """Whether a bracket closes the history below a statute's title, whose opening one copies leave behind."""
    return reading.index_at(start) < _HISTORY and bool(_AMENDED.search(reading.before(start + 1, 8)))


def _goes_on(reading: Reading, start: int, sign: str) -> bool:
    """Whether a quotation goes on in the next paragraph, which opens with its mark again."""
    following = reading.index_at(start) + 1
    paragraphs = reading.document.paragraphs
    return sign == "“" and following < len(paragraphs) and paragraphs[following].text.lstrip()[:1] == "“"


def _continues(reading: Reading, start: int, end: int, sign: str) -> bool:
    """Whether a mark may close one paragraphs before: near, and where the first broke off in mid-sentence or quotes."""
    first, last = reading.index_at(start), reading.index_at(end)
    whole = reading.before(start + 1, 8).strip() in ("（", "(")
    if not 0 < last - first <= (_HISTORY if whole else _SPAN):
        return False
    return sign in "”’」" or reading.document.paragraphs[first].text.rstrip()[-1:] not in "。！？；"


@rule(
    "C06",
    "重字",
    "error",
    "内容关：多打的字",
    examples=Examples(
        bad=("切实⟦的的⟧抓好落实。", "我们⟦和和⟧各单位协作。"), good=("达到目的的关键，等等。", "作为为民服务的窗口。")
    ),
    reach=Reach(zones=RUNNING, quoted=True),
)
def doubled_character(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """A particle or preposition is not written twice."""
    for match in matches(reading, _SMALL):
        start, end = match.span()
        if match[0] != "等等" and start in reading.borders and start + 1 in reading.borders and end in reading.borders:
            yield Hit(
                start,
                end,
                sentence("“{words}”重了一个字。", words=match[0]),
                sentence("请改为“{word}”。", word=match[1]),
                match[1],
            )


@rule(
    "C06b",
    "重词",
    "error",
    "内容关：多打的词",
    examples=Examples(
        bad=("⟦加强加强⟧督办，⟦工作工作⟧落实。",), good=("研究研究再定，件件有着落。", "一个一个解决，一代一代传下去。")
    ),
    reach=Reach(zones=RUNNING, quoted=True),
)
def doubled_word(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """A word is not written twice; verbs that may be doubled (研究研究) are left alone."""
    for match in matches(reading, _TWICE):
        word, (start, end) = match[1], match.span()
        middle = start + len(word)
        if word in _FREE or len(set(word)) == 1 or word[0] in "一每第" or middle not in reading.borders:
            continue
        if _only_touch(reading, start, end, word):
            continue
        if (start in reading.borders or end in reading.borders) and rjieba.has_word(word):
            yield Hit(
                start,
                end,
                sentence("“{words}”重了一个词。", words=match[0]),
                sentence("请改为“{word}”。", word=word),
                word,
            )


def _only_touch(reading: Reading, start: int, end: int, word: str) -> bool:
    """Whether one of the two belongs to a longer word: 集装箱装箱, 代表代表团, 保管保管物."""
    after = reading.text[end : end + 1]
    return (
        any(rjieba.has_word(reading.text[start - more : start] + word) for more in (1, 2) if start >= more)
        or rjieba.has_word(word + after)
        or (after in _THINGS and word + after in shipped())
    )


@rule(
    "C21",
    "段落重复",
    "error",
    "内容关：同一段不写两次",
    examples=Examples(
        bad=(
            "坚持把督查督办作为抓落实的重要手段，建立台账，逐项销号，全年办结率稳步提高。\n其他工作。\n"
            "⟦坚持把督查督办作为抓落实的重要手段，建立台账，逐项销号，全年办结率稳步提高。⟧",
        ),
        good=(
            "第一段说学习，认真抓好理论武装，推动学习走深走实，取得了明显成效。\n第二段说落实，认真抓好督查督办，推动工作落地见效，取得了实绩。",
        ),
    ),
    reach=Reach(zones=PROSE, quoted=True),
)
def repeated_paragraph(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """No paragraph stands twice in one paper; a statute may word its items and sanctions alike, but not one after the other."""
    seen: dict[str, int] = {}
    for paragraph, start in zip(reading.document.paragraphs, reading.starts, strict=True):
        words = _SPACE.sub("", paragraph.text)
        if len(words) < _LONG or not _HAN.search(words):
            continue
        spaced = seen.get(words, 0) != paragraph.number - 1
        if words in seen and not (spaced and (reading.is_statute or _LAW.search(words))):
            yield Hit(
                start,
                start + len(paragraph.text),
                sentence("与第{paragraph}段完全相同。", paragraph=seen[words]),
                "请删去重复的一段。",
            )
        seen.setdefault(words, paragraph.number)


@rule(
    "C21b",
    "句子重复",
    "warn",
    "内容关：同一句不写两次",
    examples=Examples(
        bad=(
            "建立台账，逐项销号，对账问效，全年办结率稳步提高，群众满意。⟦建立台账，逐项销号，对账问效，全年办结率稳步提高，群众满意。⟧",
        ),
        good=("建立台账，逐项销号，对账问效，全年办结率稳步提高，群众满意。",),
    ),
    reach=Reach(zones=RUNNING),
)
def repeated_sentence(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """No long sentence stands twice, unless its whole paragraph does; one that stands oftener, or speaks law, is a formula."""
    found = [(match[0].strip(), match.end()) for match in matches(reading, _SENTENCE)]
    counts = Counter(words for words, _ in found)
    paragraphs = reading.document.paragraphs
    seen: dict[str, int] = {}
    for words, end in found:
        start = end - len(words)
        if counts[words] != 2 or reading.is_statute or _LAW.search(words):
            continue
        index, origin = reading.index_at(start), reading.index_at(seen.setdefault(words, start))
        whole = paragraphs[index].text.strip() == paragraphs[origin].text.strip()
        if seen[words] != start and (index == origin or not whole):
            yield Hit(
                start,
                end,
                sentence("与第{paragraph}段的一句完全相同。", paragraph=paragraphs[origin].number),
                "请核对是否重复。",
            )


_LAW = re.compile("依照|依法|罚款|罚金|徒刑|应当|不得")
RULES: tuple[Rule, ...] = (unmatched_pair, doubled_character, doubled_word, repeated_paragraph, repeated_sentence)
