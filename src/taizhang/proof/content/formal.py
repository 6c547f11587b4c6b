"""The kind of a document against its title and closing, attachments announced against attachments there, traditional characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from opencc import OpenCC

from taizhang.proof.content.reading import Reading
from taizhang.proof.content.rule import ALL, PROSE, Examples, Hit, OfficeSettings, Reach, Rule, matches, rule
from taizhang.proof.model import Level
from taizhang.proof.slips.table import shipped
from taizhang.terms.sentence import sentence

_TWO_KINDS = re.compile(r"请示报告(?=$|\n)|报告请示(?=$|\n)|请示函(?=$|\n)|意见报告(?=$|\n)", re.MULTILINE)
_ASKING = re.compile(r"(?:妥否|当否|可否|是否妥当|以上请示)[^。\n]{0,12}请(?:批示|批复|指示|审批)")
_REPORTED = re.compile(r"特此(?:报告|通知|通报|函复|批复)")
_ON_TO = re.compile(r"关于对(?=申请|要求|请求|解决|报送|转发|印发|召开|开展|举办)")
_KINDS = ("请示", "报告", "通知", "函", "批复", "通报", "意见")
_ANNEX = re.compile(r"^[ \u3000]*附[ \u3000]*件[ \u3000]*[：:][ \u3000]*(?P<n>\d{1,2})[.．]", re.MULTILINE)
_ANNEX_MORE = re.compile(r"[ \u3000]*(?P<n>\d{1,2})[.．]")
_CITED = re.compile(r"附件[ \u3000]?(?P<n>\d{1,2})(?![\d年.])")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
# Chosen: a title of up to three lines (see ``rendering.title``) below a number or letterhead.
_TITLE_LINES = 4


@rule(
    "C76",
    "文种混用，结语与文种不符",
    "error",
    "《党政机关公文处理工作条例》第八条、第十五条：请示一文一事，报告不夹带请示事项",
    examples=Examples(
        bad=(
            "关于解决办公经费的⟦请示报告⟧\n县财政局：\n妥否，请批示。",
            "关于解决办公经费的请示\n县财政局：\n妥否，请批示。⟦特此报告⟧。",
            "关于2025年工作情况的报告\n县政府：\n⟦妥否，请批示⟧。",
        ),
        good=("关于解决办公经费的请示\n县财政局：\n妥否，请批示。", "关于2025年工作情况的报告\n县政府：\n特此报告。"),
    ),
    reach=Reach("请特", PROSE | {"title", "signature"}),
)
def kind_of_document(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """A document is of one kind, and its closing is that kind's."""
    head = "\n".join(one.text for one in reading.document.paragraphs[:_TITLE_LINES])
    for match in _TWO_KINDS.finditer(reading.text, 0, len(head)):
        yield Hit(
            *match.span(),
            sentence("“{words}”把两个文种写在一起。", words=match[0]),
            "请只用一个文种：要批复的用请示，只汇报的用报告。",
        )
    titled = [
        one.text.strip() for one in reading.document.paragraphs[:_TITLE_LINES] if one.text.strip().endswith(_KINDS)
    ]
    kind = next((name for name in _KINDS if titled and titled[0].endswith(name)), "")
    asks = next(matches(reading, _ASKING), None)
    if asks and kind == "报告" and not titled[0].endswith("请示报告"):
        yield Hit(*asks.span(), "报告里不得夹带请示事项。", "要批复的，请另用请示。")
    if asks or kind == "请示":
        for match in matches(reading, _REPORTED):
            yield Hit(
                *match.span(),
                sentence("请示的结语写成了“{words}”。", words=match[0]),
                "请示用“妥否，请批示”一类结语，请删去。",
            )


@rule(
    "C76b",
    "标题里“关于对”重复",
    "warn",
    "公文标题：介词“关于”已引出事由",
    examples=Examples(
        bad=("⟦关于对⟧申请解决办公经费的请示",), good=("关于申请解决办公经费的请示", "关于对某公司作出行政处罚的决定")
    ),
    reach=Reach("对", PROSE | {"title"}),
)
def doubled_preposition(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """The matter of a title is led in by one preposition."""
    for match in matches(reading, _ON_TO):
        if not reading.before(match.start(), 1):
            yield Hit(*match.span(), "“关于”后面多了“对”。", "请删去“对”。")


@rule(
    "C77",
    "正文里的附件与附件说明对不上",
    "error",
    "GB/T 9704—2012 7.3.4：附件说明写全附件的顺序号和名称",
    examples=Examples(
        bad=("情况见附件1，名单见⟦附件3⟧。\n附件：1.任务清单\n2.联系表",),
        good=("情况见附件1，名单见附件2。\n附件：1.任务清单\n2.联系表", "见《办法》附件3。"),
    ),
    reach=Reach("附", ALL, quoted=False),
)
def annex(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """An attachment the text sends to is among those announced."""
    first = next(matches(reading, _ANNEX), None)
    if not first or first["n"] != "1":
        return
    announced = 1
    for paragraph in reading.document.paragraphs[reading.index_at(first.start()) + 1 :]:
        more = _ANNEX_MORE.match(paragraph.text)
        if not more or int(more["n"]) != announced + 1:
            break
        announced += 1
    for match in matches(reading, _CITED):
        if int(match["n"]) > announced and reading.before(match.start(), 1) not in ("》", "的"):
            yield Hit(
                *match.span(),
                sentence("附件说明里只有{announced}个附件，没有附件{number}。", announced=announced, number=match["n"]),
                "请补上附件，或改正序号。",
            )


@rule(
    "C78",
    "夹用了繁体字",
    "error",
    "国家通用语言文字法第九条；通用规范汉字表（2013年）",
    examples=Examples(
        bad=("推⟦進重點項⟧目建设。",),
        good=("推进重点项目建设。", "弘扬乾隆年间的匠人精神。"),
    ),
    reach=Reach(zones=ALL, quoted=True),
)
def traditional(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """Characters are the standard ones; said once a stretch. A single one may be a name's: a person decides."""
    known = _known()
    strange = reading.signs - known
    if not strange:
        return
    simple = {sign: _converter().convert(sign) for sign in strange if "\u4e00" <= sign <= "\u9fff"}
    simple = {sign: other for sign, other in simple.items() if other != sign and other in known}
    for match in matches(reading, _HAN, *simple) if simple else ():
        places = [at for at, sign in enumerate(match[0]) if sign in simple]
        if not places:
            continue
        start, end = match.start() + places[0], match.start() + places[-1] + 1
        words = reading.text[start:end]
        right = "".join(simple.get(sign, sign) for sign in words)
        level: Level | None = None if len(places) > 1 else "warn"
        yield Hit(
            start,
            end,
            sentence("“{words}”夹用了繁体字。", words=words),
            sentence("请改为“{right}”。", right=right),
            right if len(places) > 1 else None,
            level,
        )


@cache
def _known() -> frozenset[str]:
    return frozenset(shipped().signs())


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


RULES: tuple[Rule, ...] = (kind_of_document, doubled_preposition, annex, traditional)
