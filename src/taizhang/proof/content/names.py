"""Names of units against the units that exist, and figures told twice differently."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from taizhang.proof.content.quantities import NUMBER
from taizhang.proof.content.reading import Reading
from taizhang.proof.content.rule import Examples, Hit, OfficeSettings, Reach, Rule, matches, rule
from taizhang.terms.characters import is_han
from taizhang.terms.sentence import sentence

_SUFFIX = "委员会|办公室|管理局|服务中心|研究院|中心|公司|支队|大队|法院|检察院|委|局|办|厅|院|处|站"
_UNIT_NAME = re.compile(rf"(?:[省市县区])[\u4e00-\u9fff]{{2,12}}?(?:{_SUFFIX})")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_TOLD = re.compile(
    rf"(?:率|数|总额|总量|总值|面积|里程|比重|占比)(?:分别)?(?:为|达到|达|是|占|共)?(?P<v>{NUMBER})(?P<u>[%％]|[万亿]?[元人户件个项亩公里])(?!点)"
)
_NAME = re.compile(r"(?:率|数|总额|总量|总值|面积|里程|比重|占比)")
_SCOPE = re.compile(
    r"去年|上年|往年|明年|上半年|下半年|季度|[1-9一二三四五六七八九十]{1,2}月|力争|目标|计划|预计|以上|左右|同比|其中|(?:19|20)\d{2}年?|由|从|提高|下降|增加|减少|分别|均|各|低于|高于|不"
)
_NAMED = re.compile(r"(?:19|20)\d{2}(?=年)|今年|去年|明年|五年|目标|“?十[三四五]五”?|规划|未来|下一步")
# Characters. Chosen: two to three pages, the length of a section that says its year once.
_BACK = 1500
# Characters. Chosen: longer runs before a figure are a clause and no label.
_LONGEST = 8
_COMMON = frozenset(("人数", "户数", "件数", "增速率"))


@rule(
    "C13",
    "单位名称与机构名录不符",
    "error",
    "内容关：机构名称以名录为准",
    examples=Examples(
        bad=("由⟦市水利局⟧牵头。",),
        good=("由市水务局、市发展改革委牵头，县财政局配合。",),
        setting=OfficeSettings(units=("市水务局", "市发展改革委", "县财政局")),
    ),
    reach=Reach("省市县区"),
)
def unit_name(reading: Reading, setting: OfficeSettings) -> Iterator[Hit]:
    """A unit is called by its name on the list; one that differs by a character or two is a slip or an old name."""
    known = frozenset(setting.units)
    for match in matches(reading, _UNIT_NAME) if known else ():
        name = match[0]
        if any(name in one or one.endswith(name) or name.endswith(one) for one in known):
            continue
        near = [
            one
            for one in known
            if one[0] == name[0] and 0 < Levenshtein.distance(one, name) <= (1 if len(name) < 7 else 2)
        ]
        if near:
            best = min(near, key=lambda one: (Levenshtein.distance(one, name), one))
            yield Hit(*match.span(), sentence("名录里没有“{name}”。", name=name), sentence("疑为“{best}”。", best=best))


@rule(
    "C20",
    "同一指标前后不一",
    "warn",
    "内容关：同一口径只有一个数",
    examples=Examples(
        bad=("隐患整改率96.9%。安全形势平稳，隐患整改率⟦96.8%⟧。",),
        good=("隐患整改率96.9%，去年隐患整改率96.8%。", "城镇化率由60%提高到62%，城镇化率为62%。"),
    ),
    reach=Reach("率数额量值积程重比"),
)
def told_twice(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """One figure has one value in a paper, unless another year, scope or target is named."""
    seen: dict[tuple[str, str, str], tuple[str, int]] = {}
    for match in matches(reading, _TOLD):
        name = _NAME.match(match[0])
        label = _label(reading, match.start() + name.end()) if name else ""
        start, end = reading.sentence(match.start())
        near = reading.text[max(start, match.start() - 24) : min(end, match.end() + 6)]
        if len(label) < 4 or label in _COMMON or _SCOPE.search(near):
            continue
        moment = _moment(reading, match.start())
        first = seen.setdefault((label, match["u"], moment), (match["v"], match.start()))
        if first[0].rstrip("0").rstrip(".") != match["v"].rstrip("0").rstrip("."):
            message = sentence(
                "前面写“{label}{first}{words}”，这里写{words2}{words}。",
                label=label,
                first=first[0],
                words=match["u"],
                words2=match["v"],
            )
            yield Hit(match.start("v"), match.end("u"), message, "请核对，口径不同的请写明。")


def _moment(reading: Reading, offset: int) -> str:
    """The year or plan last named before a figure: 2025年, 今年, 目标; '' when none is."""
    named = _NAMED.findall(reading.text[max(0, offset - _BACK) : offset])
    return str(named[-1]) if named else ""


def _label(reading: Reading, end: int) -> str:
    """The words the figure is called by: from a word's border, at most eight Chinese characters."""
    begin = end
    while begin and end - begin < _LONGEST and is_han(reading.text[begin - 1]):
        begin -= 1
    while begin < end and begin not in reading.borders:
        begin += 1
    return reading.text[begin:end]


RULES: tuple[Rule, ...] = (unit_name, told_twice)
