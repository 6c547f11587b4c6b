"""Names that were dropped: empty quotes, lists that begin with 等, titles without a title, prepositions before a full stop."""

from __future__ import annotations

import re
from collections.abc import Iterator

from taizhang.proof.content.reading import Reading
from taizhang.proof.content.rule import ALL, RUNNING, Examples, Hit, OfficeSettings, Reach, Rule, matches, rule
from taizhang.proof.model import Level
from taizhang.proof.slips.table import shipped
from taizhang.terms.characters import is_han
from taizhang.terms.sentence import sentence

_SOURCE = "内容关：名称应写全"
_LACKS = "请补上漏掉的名称。"
_EMPTY = re.compile(r"“[ \u3000]*”|《[ \u3000]*》|「[ \u3000]*」|〔[ \u3000]*〕|[（(][）)]|‘[ \u3000]*’|【[ \u3000]*】")
_AND_SO_ON = re.compile(
    r"[、，；：。与及“（](?:和)?等(?=[\u4e00-\u9fff、，。”])(?![待候同级次等于到闲差额离因])|(?<![平总饱缓温祥])和等(?=[\u4e00-\u9fff])(?![待候同级次等于到闲差额离因])"
)
_NAMED_BY = "引进|招引|签约|实施|推进|建成|打造|创建|创成|荣获|获得|获评|举办|召开|开展|推出|出台|印发|制定|建立|完善|培育|启动|上线|列入|入选|承办|破获"
_VERB_AND_SO_ON = re.compile(
    rf"(?:^|[，。；：]|全面|成功|顺利|集中|先后|累计|相继|加快|大力|积极|着力|共|新|并|已)(?:{_NAMED_BY})(?:了|一批)?等"
    r"(?=(?:一批|一系列|系列|重大|重点|重特大|大型|国家级|省级|市级|全国|[大小多]|[\d一二三四五六七八九十xX×]+)?"
    r"(?:[个项家件部场次条])?(?:项目|工程|企业|活动|荣誉|称号|奖项|制度|办法|文件|会议|平台|品牌|园区|载体|产业|精品|专项|行动|示范|案件|法规|政策|措施))",
    re.MULTILINE,
)
_TITLE = re.compile(
    r"(?:荣获|获评|喜获|被授予|被评为|被命名为|被认定为|成功创成|成功创建|获得|授予)(?:了)?(?=(?:称号|奖项|荣誉称号|奖|命名|试点)[，。；、\n])(?!荣誉)"
)
_AS = re.compile(
    r"(?<![可所足加难得予借用给是赖引何据])以(?=为(?:代表|重点|核心|抓手|契机|载体|主题|引领|龙头|依托|目标|中心|主线|主体|基础|支撑|突破口|统领|指导|总揽|例|首)[的，、])"
)
_HANGING = re.compile(
    r"(?:与(?<![参赠给授施寄付]与)|和(?<![平总饱缓温祥谐共媾讲求议掺中随柔]和)|及(?<![普涉波力所以顾触遍危提论谈推]及)|以及|在(?<![存实潜内外旨所自好贵志正何健]在)|被|围绕|聚焦|依托|针对|按照|根据)"
    r"(?=[，。；！？、])"
)
_SHOWN_IN = frozenset(("表现", "体现", "集中", "反映", "突出", "贯穿"))
# Levels of places and units: 高于邻县和 is cut short however the statutes count it.
_NOUN_ENDS = frozenset("省市县区镇乡村局委办")
# Chosen: what three clauses of published texts end in is no slip.
_ATTESTED = 3
_OPENS_CLAUSE = frozenset(("围绕", "聚焦", "依托", "针对", "按照", "根据"))
_LIST_HOLE = re.compile(
    r"[，、；：]\s?[、，；：。](?![”’])|。[、，；]|^[、，；：。](?=.)|[（“《][、，；](?=.)|[、，](?=[）”》])",
    re.MULTILINE,
)


@rule(
    "C34",
    "引号、书名号、括号里是空的",
    "error",
    _SOURCE,
    examples=Examples(
        bad=("推行⟦“”⟧工作法，印发⟦《》⟧。", "打造品牌⟦（）⟧。"),
        good=("推行“一线工作法”，印发《实施方案》。",),
    ),
    reach=Reach("”》」〕）)’】", ALL, quoted=True),
)
def empty_marks(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """Quotation marks, title marks and brackets hold words."""
    for match in matches(reading, _EMPTY):
        yield Hit(*match.span(), sentence("“{words}”里没有内容。", words=match[0]), _LACKS)


@rule(
    "C35",
    "“等”前没有列举",
    "error",
    _SOURCE,
    examples=Examples(
        bad=("引进⟦、等⟧项目，建成⟦等⟧3个园区。", "荣获⟦等⟧荣誉。", "总部经济⟦和等⟧产业加快发展。"),
        good=("引进甲、乙等项目，建成三个园区。", "，等待验收。推进等级评定、推进等项工作。", "平和等县。"),
    ),
    reach=Reach("等"),
)
def nothing_listed(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """Before 等 stands at least one name."""
    for match in matches(reading, _AND_SO_ON):
        if match[0][0] in "与及" and match.start() not in reading.borders:
            continue
        yield Hit(*match.span(), "“等”前面没有列举的内容。", _LACKS)
    for match in matches(reading, _VERB_AND_SO_ON, "等"):
        yield Hit(match.end() - 1, match.end(), "“等”前面没有列举的内容。", _LACKS)


@rule(
    "C36",
    "称号、奖项没有名称",
    "error",
    _SOURCE,
    examples=Examples(
        bad=("⟦荣获⟧称号，社区卫生服务中心⟦被授予⟧奖项。",),
        good=("荣获“平安县”称号，获得荣誉称号3个，授予荣誉称号。",),
    ),
    reach=Reach("称奖命试"),
)
def title_without_name(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """An award or title is named."""
    for match in () if reading.is_statute else matches(reading, _TITLE):
        if not reading.text.startswith("荣誉", match.end()):
            yield Hit(*match.span(), sentence("“{words}”后面没有称号的名称。", words=match[0]), _LACKS)


@rule(
    "C37",
    "“以……为”中间缺内容",
    "error",
    _SOURCE,
    examples=Examples(
        bad=("形成⟦以⟧为代表的产业集群。",),
        good=("可以为代表提供服务，以产业为代表的集群，所以为重点。",),
    ),
    reach=Reach("以"),
)
def nothing_taken_as(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """以 … 为 has its object between."""
    for match in matches(reading, _AS):
        yield Hit(*match.span(), "“以”和“为”之间缺了内容。", _LACKS)


@rule(
    "C38",
    "介词、连词后面断了",
    "error",
    _SOURCE,
    examples=Examples(
        bad=("居民收入高于邻县⟦和⟧，位居前列。", "⟦围绕⟧，狠抓落实。"),
        good=("各方积极参与，政通人和，力所能及。", "事关大局所在，以城市群为依托，按规定验收通过。"),
    ),
    reach=Reach("与和及在被绕焦托对照据", RUNNING),
)
def hanging_word(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """A preposition or conjunction is followed by what it governs."""
    for match in matches(reading, _HANGING):
        if match[0] in _OPENS_CLAUSE and reading.before(match.start(), 1) not in ("", "，", "。", "；"):
            continue
        if reading.is_word(*match.span()) and not _ends_a_clause(reading, match):
            yield Hit(*match.span(), sentence("“{words}”后面断了。", words=match[0]), _LACKS)


def _ends_a_clause(reading: Reading, match: re.Match[str]) -> bool:
    """Whether a lone 与, 和, 及, 在 ends words that clauses of published texts end in: 价值之和, 困难与希望同在, 可感可及, 表现在."""
    before = reading.before(match.start(), 2)
    if len(match[0]) > 1 or not before or not is_han(before[-1]):
        return False
    if match[0] == "在" and reading.text[match.end()] in "、，：" and before in _SHOWN_IN:
        return True
    return before[-1] not in _NOUN_ENDS and any(
        all(map(is_han, words)) and shipped().endings(words) >= _ATTESTED
        for words in (before[-1] + match[0], before + match[0])
    )


@rule(
    "C39",
    "列举中有空缺",
    "error",
    "GB/T 15834：同一停顿只用一个点号；点号不居行首",
    examples=Examples(
        bad=("引进了甲公司⟦、、⟧乙公司⟦，。⟧", "获得省级荣誉⟦，、⟧市级荣誉。"),
        good=("引进了甲公司、乙公司。", "他说：“好。”"),
    ),
    reach=Reach("、，；：。", RUNNING, quoted=True),
)
def hole_in_list(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """Two points never stand side by side: between them something is gone."""
    for match in matches(reading, _LIST_HOLE):
        opening = not reading.before(match.start(), 1)
        level: Level | None = "warn" if match[0] == "，，" or opening else None
        yield Hit(
            *match.span(),
            sentence("“{words}”处缺了内容或多了标点。", words=match[0]),
            "请补上内容，或删去多余的标点。",
            level=level,
        )


RULES: tuple[Rule, ...] = (
    empty_marks,
    nothing_listed,
    title_without_name,
    nothing_taken_as,
    hanging_word,
    hole_in_list,
)
