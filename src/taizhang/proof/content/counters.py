"""Measure words whose number was dropped: 召开会议次, 实施个项目, 立案件人."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain

import rjieba

from taizhang.proof.content.drops import unit_without_number
from taizhang.proof.content.measures import (
    ALONE,
    COUNTED,
    COUNTING,
    FAMED,
    FREE,
    NOT_COUNTED,
    NUMBER_BEFORE,
    PRONOUNS,
    PUNISHED,
    TOTALS,
)
from taizhang.proof.content.reading import Reading
from taizhang.proof.content.rule import Examples, Hit, OfficeSettings, Reach, Rule, rule
from taizhang.proof.slips.table import shipped
from taizhang.terms.characters import is_han
from taizhang.terms.sentence import sentence

_LACKS = "请补上数字。"
_NOT_NUMBER = f"[^{re.escape(''.join(sorted(NUMBER_BEFORE)))}]"
_CLOSE = frozenset("，。；、）)：！？\n,;")
_MEASURE = re.compile(rf"[{''.join(sorted(ALONE | COUNTED.keys() | FREE))}](?<={_NOT_NUMBER}.)")
_TALLY = re.compile(r"(?:件次|[件起次场批项户])(?:人次|户次|人|户)(?<!户户)(?=[，。；、）\n]|$)")
# Chosen: two dropped numbers of a paragraph may be slips, three are a lost digit font or a mask.
_WHOLESALE = 3
# Times in 20.7 million characters; of dropped numbers 立案件 reaches 3, 处分人 12, of words 救助人 18, 代表人 462.
_ATTESTED = 15
# 公共汽电车辆: what names the things as well as counting them.
_NAMED_BY_IT = frozenset("辆")
_PASSIVE = re.compile(r"被[\u4e00-\u9fff]{1,4}$")
_MEASURED = re.compile(r"(?:[\d万亿千百十]|[首每各分多单同这那])[个件项家名人户批场期台套座辆亩吨车架艘起条]$")
_SIBLING = re.compile(r"类、[^，。；、\n]{1,30}$")
# 分为类、款、项: names of levels in a list of signs.
_LISTED_SIGN = re.compile(r"、[\u4e00-\u9fff](?=[、，。；])")
_NEXT_SIBLING = re.compile(r"、[^，。；、\n]{1,30}类(?=[、，。；\n]|$)")
_LOOSE = re.compile(
    rf"企业(?P<n>家)(?=[，。；、\n])|(?P<n2>[家个件次人名户处起条场批项座套台](?<={_NOT_NUMBER}.))(?=[，。；\n])|(?:突破|跨越|迈上)(?P<n3>[万亿]元)(?=大关|关口|台阶)"
)
_CASES = re.compile(
    r"(?:立案|积案|命案|结案|破案|发案|串案|窝案)(?P<n>[件起])(?=[，。；、\n]|$)|路(?P<m>条)(?=[，。；\n]|$)"
)
_BATCHES = re.compile(r"批次(?=[，。；\n]|$)")
# 涉及人、党组织个: a series in which the next number is gone as well.
_SERIES = re.compile(r"[^，。；]{1,12}[个件户家名人起批次](?=[，。；])")
# What a count is followed by when it stands before no noun: 选派干部名到一线.
_ONWARD = frozenset("到赴参在进接受入被为分至下任担前均已")
_KIND = r"(?:上市|高新技术|规上|规模以上|专精特新|“小巨人”|瞪羚|科技型中小|规上工业|中小|工业)企业"
_FIRMS = re.compile(rf"{_KIND}(?P<n>家)(?=[，。；、\n]|$)")


@rule(
    "C31",
    "量词前没有数字",
    "error",
    "内容关：量词、单位前应有数字",
    examples=Examples(
        bad=(
            "全年召开常委会会议⟦次⟧，破获案件⟦起⟧。",
            "实施⟦个⟧老旧小区改造。",
            "共⟦次⟧会议研究。",
            "立案⟦件人⟧，通报典型问题⟦批⟧。",
            "新增⟦家⟧高新技术企业，拆解三无船⟦条⟧。",
            "提拔干部⟦人⟧，涉及⟦人⟧、党组织⟦个⟧。",
            "选派干部⟦名⟧到一线，审结⟦件⟧，整治背街小巷⟦条⟧。",
        ),
        good=(
            "全年召开会议12次，破获案件3起。",
            "这是一件大事，每户、各项、多家、几次都好。",
            "管事、管人，信访人，依次，专家。",
            "信访件、督办件、加分项、养殖场、服务台。",
            "从自身改起，由领导小组对台工作部门牵头。",
            "明确整改人、责任人，补短板、强弱项。",
            "考核等次为优秀，评定等次，届次、组名、填充项。",
            "企业家座谈，银行家、作家，完善产业链条，行政审批。",
        ),
    ),
    reach=Reach(),
)
def measure_without_number(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """A measure word is counted: the dictionary cuts it out as a word of its own, yet no number or pronoun stands before it."""
    text, borders, taken = reading.text, reading.borders, -1
    for match in _TALLY.finditer(text):
        before = text[match.start() - 1 : match.start()]
        word = before + match[0]
        if before and before not in NUMBER_BEFORE and not (rjieba.has_word(word) or _ends_words(word)):
            taken = match.end()
            yield Hit(*match.span(), sentence("“{words}”前没有数字。", words=match[0]), _LACKS)
    for match in _CASES.finditer(text):
        start = match.start(match.lastgroup or "n")
        if start not in borders:
            yield Hit(start, start + 1, sentence("“{words}”前没有数字。", words=text[start]), _LACKS)
    for match in _MEASURE.finditer(text):
        start, end = match.span()
        if start in borders and end in borders and end != taken and _is_bare(reading, start):
            yield Hit(start, end, sentence("“{words}”前没有数字。", words=match[0]), _LACKS)


@rule(
    "C31b",
    "量词前可能漏了数字",
    "warn",
    "内容关：量词、单位前应有数字",
    examples=Examples(
        bad=("新增上市企业⟦家⟧。", "公开曝光典型案例⟦批次⟧。"),
        good=("民营企业家座谈，新增上市企业3家。", "分批次、各批次，抽检12批次。"),
    ),
    reach=Reach("家批"),
)
def perhaps_a_measure(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """企业家 is a calling, yet after a kind of firm 家 counts them; 批次 at the end of a clause counts as well."""
    for match in _FIRMS.finditer(reading.text):
        if match.start("n") not in reading.borders:
            yield Hit(*match.span("n"), "“家”前可能漏了数字。", _LACKS)
    for match in _BATCHES.finditer(reading.text):
        before = reading.text[match.start() - 1 : match.start()]
        if is_han(before) and before not in NUMBER_BEFORE and _last_word(reading, match.start()) not in PRONOUNS:
            yield Hit(*match.span(), "“批次”前可能漏了数字。", _LACKS)


@rule(
    "C31c",
    "同段多处漏数，这里也像漏了数字",
    "error",
    "内容关：量词、单位前应有数字",
    examples=Examples(
        bad=("拜访企业⟦家⟧，洽谈项目个，召开会议次，抓获犯罪嫌疑人⟦名⟧，破获案件起，突破⟦亿元⟧大关。",),
        good=("拜访企业家3人，洽谈项目2个，召开会议4次，各级民营企业家，突破亿元大关。",),
    ),
    reach=Reach("家个件次人名户处起条场批项元"),
)
def measure_among_dropped(reading: Reading, setting: OfficeSettings) -> Iterator[Hit]:
    """Where numbers were dropped wholesale a measure word that could pass elsewhere has lost its own as well."""
    dropped = chain(measure_without_number.find(reading, setting), unit_without_number.find(reading, setting))
    certain = {hit.start: reading.index_at(hit.start) for hit in dropped if hit.level is None}
    for index, count in Counter(certain.values()).items():
        if count >= _WHOLESALE:
            start = reading.starts[index]
            end = start + len(reading.document.paragraphs[index].text)
            for match in _LOOSE.finditer(reading.text, start, end + 1):
                place = match.lastgroup or "n"
                if match.start(place) not in certain and _could_count(reading, match.start(place)):
                    yield Hit(
                        *match.span(place),
                        sentence("同段多处漏数，“{words}”前也像漏了数字。", words=match[place]),
                        _LACKS,
                    )


def _could_count(reading: Reading, start: int) -> bool:
    before, sign = reading.text[start - 1 : start], reading.text[start]
    if not is_han(before) or before in NUMBER_BEFORE:
        return False
    if start not in reading.borders or sign in "万亿":
        return True
    previous = _last_word(reading, start)
    return previous not in PRONOUNS and previous not in NOT_COUNTED.get(sign, ()) and len(previous) > 1


def _ends_words(words: str) -> bool:
    """Whether clauses of published texts end in these very words: 法定代表人."""
    return len(words) == 3 and all(map(is_han, words)) and shipped().endings(words) >= _ATTESTED


def _is_compound(reading: Reading, start: int) -> bool:
    """Whether the sign is part of a word that only looks like a count: 首批次, 60万亩次, 被处理人, 名中医, 化学类、机械类."""
    sign, before, after = reading.text[start], reading.before(start, 8), reading.after(start + 1, 4)
    if _ends_words(before[-2:] + sign) or (sign in _NAMED_BY_IT and rjieba.has_word(before[-1:] + sign)):
        return True
    if sign == "人":
        return bool(_PASSIVE.search(before))
    if sign == "次":
        return bool(_MEASURED.search(before)) or (
            after[:1] not in _CLOSE and _last_word(reading, start) not in COUNTING
        )
    if sign == "类":
        return bool(
            _LISTED_SIGN.match(after)
            or _SIBLING.search(reading.before(start, 40))
            or _NEXT_SIBLING.match(reading.after(start + 1, 40))
        )
    return after.startswith(FAMED.get(sign, ()))


def _is_bare(reading: Reading, start: int) -> bool:
    sign, after = reading.text[start], reading.after(start + 1, 2)
    before = reading.before(start, 1)
    if _is_compound(reading, start):
        return False
    if not is_han(before) or (after and after[0] not in _CLOSE and not is_han(after[0])):
        return False
    previous = _last_word(reading, start)
    spared = NOT_COUNTED.get(sign, frozenset())
    if previous in PRONOUNS or previous in spared or previous[-2:] in spared:
        return False
    if not after or after[0] in _CLOSE:
        return _ends_bare(reading, start, sign, previous)
    return _stands_bare(reading, start, previous, after[0])


def _ends_bare(reading: Reading, start: int, sign: str, previous: str) -> bool:
    """Whether a measure word at the end of a clause lacks its number."""
    listed = reading.before(start, 6).endswith(COUNTED.get(sign, ()))
    if sign == "人" and reading.after(start + 1, 1) == "、" and previous not in PUNISHED:
        return listed and bool(_SERIES.match(reading.after(start + 2, 20)))
    if sign in ALONE or previous in TOTALS or listed:
        return True
    if len(previous) < 2 and not (sign == "家" and previous in ("市", "区", "县", "镇", "村")):
        return False
    return sign in FREE or (previous in COUNTING and sign not in "人期类")


def _stands_bare(reading: Reading, start: int, previous: str, after: str) -> bool:
    """Whether a measure word before a noun, or before what is done next, lacks its number."""
    sign = reading.text[start]
    if after in "的地得数":
        return False
    if sign == "名" and after in _ONWARD:
        return reading.before(start, 6).endswith(COUNTED["人"])
    if sign not in ALONE and start + 2 in reading.borders:
        return False
    if previous in COUNTING:
        return sign in ALONE or sign in "家件场期批篇套台辆条名项"
    return sign in "个次" and len(previous) > 1


def _last_word(reading: Reading, end: int) -> str:
    start = end - 1
    while start > 0 and start not in reading.borders:
        start -= 1
    return reading.text[start:end]


RULES: tuple[Rule, ...] = (measure_without_number, perhaps_a_measure, measure_among_dropped)
