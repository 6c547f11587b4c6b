"""Figures and names masked or left open: x, ××, *, 某某, ___, brackets to be filled."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from taizhang.proof.content.reading import Reading
from taizhang.proof.content.rule import ALL, Examples, Hit, OfficeSettings, Reach, Rule, matches, rule
from taizhang.terms.characters import is_han
from taizhang.terms.sentence import sentence

_RUN = re.compile(r"[xX×]+(?:[.．][xX×]+)?|[*＊]+(?:[.．][*＊]+)?")
_LETTERS = re.compile(r"[A-Za-z]*\Z")
_BOLD = re.compile(r"\*\*(?![省市县区镇乡村局年月日同])(?=[^*\n]*[\u4e00-\u9fff])[^*\n]{1,80}\*\*")
_LEFT = re.compile(r"某某+|[_＿]{2,}|[□■●◯]{2,}|[○〇]{2,}")
_SOMEONE = re.compile(r"某(?:省|市|县|区|州|旗|镇|乡|村|街道|局|厅|院|公司|集团|单位|同志)")
_OPEN = re.compile(
    r"【[^【】\n]{0,12}(?:待|补|填|核)[^【】\n]{0,12}】|[（(](?:待补充?|待核实|待定|待填|此处[^（）()\n]{0,8})[）)]"
    r"|\bTODO\b|\bTBD\b|待补充(?=[，。；\n])|\{\{[^{}\n]{0,60}\}\}|\$\{[^{}\n]{0,60}\}|[（(][ \u3000]{2,}[）)]"
)
# The answers to choose from in an examination: its blanks are meant.
_CHOICES = re.compile(r"(?:^|[ \u3000\t])[A-D][.．、]", re.MULTILINE)
# Chosen: from three brackets to be ticked on a text is a form.
_QUESTIONS = 3
_BLANK_DAY = re.compile(
    r"年[ \u3000]*月[ \u3000]*日|(?<=\d)年[ \u3000]+月(?!份)|(?<=\d)月[ \u3000]*日(?![常报益子均程志历记新前])"
)
# What is counted or named right after a masked number or name.
_COUNTED = frozenset(
    "个件项家名人次户处条场批起篇期台套座辆亩吨元万亿千百年月日%％‰余多岁天轮届位号类省市县区镇乡村州局厅公平立里米级档"
)
# As often as this beyond doubt, and a lone sign elsewhere in the text is a mask as well.
_HABIT = 3
_FILL = "请填入实际的数或名称。"


@rule(
    "C12",
    "用x、×、*代替的数或名称",
    "error",
    "内容关：数字必须有据，不得留待补符号",
    examples=Examples(
        bad=(
            "全年办结信访事项⟦xx⟧件，办结率⟦xx.x⟧%。",
            "投入资金⟦××⟧万元，惠及群众⟦＊＊⟧人。",
            "20⟦xx⟧年，新增科级干部⟦*⟧名。",
            "创成⟦x⟧A级景区一处，PM⟦x.x⟧浓度下降。",
        ),
        good=("购置X光机和3×5米展板，推行“1+X”制度。", "配备Excel课程，4×100米接力获奖。", "提交XML文件。"),
    ),
    reach=Reach("xX×*＊", ALL, quoted=True),
)
def masked_figure(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """No mask sign stands for a figure or a name in a paper that leaves the office (content gate: every number has a basis)."""
    bold = {span for match in _BOLD.finditer(reading.text) for span in (match.start(), match.end() - 2)}
    found = [one for one in matches(reading, _RUN) if one.start() not in bold and _is_mask(reading.text, *one.span())]
    sure = [one for one in found if len(one[0]) > 1 or _asks_a_number(reading.text, *one.span())]
    masked = Counter(match[0][0] for match in sure)
    for match in found:
        if match in sure or masked[match[0][0]] >= _HABIT:
            yield Hit(*match.span(), sentence("“{words}”是掩去的数或名称，没有填。", words=match[0]), _FILL)


def _is_mask(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if text[start] in "xX":
        return _letters_mask(text, start, end)
    if before.isdigit() and after.isdigit():
        return False
    if text[start] == "×":
        return not (_is_latin(before) or _is_latin(after))
    return not (before == "密" or _is_latin(after) or (before in "\n" and after in " \u3000"))


def _asks_a_number(text: str, start: int, end: int) -> bool:
    """Whether one sign stands where a number or a name does: 数据要素×, 415X and 单价×数量 are written so on purpose."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if after in _COUNTED or (after == "A" and not _is_latin(before)):
        return True
    return before in "第约达近超" and not is_han(after)


def _letters_mask(text: str, start: int, end: int) -> bool:
    """Whether a run of x is no part of a word, of 1+X, of X光 or of 3x5."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if before in ("+", "＋", "-") or after in ("+", "＋"):
        return False
    if end - start == 1 and ((text[start] == "X" and after in ("光", "射", "轴", "线", "型")) or after.isdigit()):
        return False
    found = _LETTERS.search(text, max(0, start - 12), start)
    prefix = found[0] if found else ""
    if prefix and not (prefix == "PM" and text[start:end].islower()):
        return False
    return not _is_latin(after) or (after == "A" and not _is_latin(text[end + 1 : end + 2]))


def _is_latin(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()


@rule(
    "C12b",
    "用某某、横线、方框代替的名称",
    "error",
    "内容关：名称应写全，不得留待补符号",
    examples=Examples(
        bad=("推出⟦某某⟧系列精品，获评⟦____⟧称号。", "由⟦○○⟧同志负责。"),
        good=("被告人李某某不服。", "二〇〇八年，某些方面还有差距。"),
    ),
    reach=Reach("某_＿□■●◯○〇", ALL, quoted=True),
)
def masked_name(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """No name is left as 某某, a line or boxes; a person's surname before 某某 is the courts' way of writing and is left alone."""
    for match in matches(reading, _LEFT):
        before = reading.text[match.start() - 1 : match.start()]
        if match[0][0] == "某" and before in _SURNAMES and before:
            continue
        if match[0][0] in "○〇" and (before in "一二三四五六七八九十百千" and before):
            continue
        yield Hit(*match.span(), sentence("“{words}”处的名称没有填。", words=match[0]), _FILL)


_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜谢邹苏潘葛范彭鲁马方任袁柳史唐罗薛贺汤常于傅康余顾孟黄萧尹姚邵汪毛米成戴宋庞熊纪项董梁杜蓝季贾江郭梅林钟徐高夏蔡田胡凌霍卢莫丁邓洪石崔龚程陆翁段侯武刘龙叶黎白"


@rule(
    "C12c",
    "用“某”代替的地方或单位",
    "warn",
    "内容关：名称应写全",
    examples=Examples(bad=("经⟦某市⟧批准，由⟦某局⟧牵头。",), good=("某些地方、某个环节还有短板。",)),
    reach=Reach("某"),
)
def unnamed_place(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """Places and units are named; 某 before their kind is what a release copy leaves behind."""
    for match in matches(reading, _SOMEONE):
        before = reading.text[match.start() - 1 : match.start()]
        if before not in ("某", *_SURNAMES):
            yield Hit(*match.span(), sentence("“{words}”没有写出名称。", words=match[0]), _FILL)


@rule(
    "C12d",
    "待补、待核的标记",
    "error",
    "内容关：占位符不得留在定稿里",
    examples=Examples(
        bad=(
            "共办结⟦{{n}}⟧件。",
            "数据⟦【待核实】⟧，由牵头单位提供。",
            "参加人员⟦（  ）⟧人。",
            "⟦年 月 日⟧",
            "2025年12⟦月 日⟧",
        ),
        good=("（见附件2）", "2026年3月5日", "有关问题待核实后另行报告。"),
    ),
    reach=Reach("【（({TD待年", ALL, quoted=True),
)
def placeholder(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """No mark of something still to be filled in or checked stays in a final text."""
    asked = len(_CHOICES.findall(reading.text)) >= _QUESTIONS
    for match in matches(reading, _OPEN):
        if asked and not match[0][1:-1].strip(" \u3000"):
            continue
        yield Hit(*match.span(), sentence("“{words}”是待补的标记。", words=match[0]), _FILL)
    for match in matches(reading, _BLANK_DAY):
        before = reading.before(match.start(), 1)
        if (before.isdigit() or not (before.isalnum() or is_han(before))) and before not in ("×", "*", "＊", "_", "＿"):
            yield Hit(*match.span(), "日期没有填。", "请填上年、月、日。")


RULES: tuple[Rule, ...] = (masked_figure, masked_name, unnamed_place, placeholder)
