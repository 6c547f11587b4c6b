"""Words that were dropped or put where they cannot stand, told by the grammar of the clause."""

from __future__ import annotations

import re
from collections.abc import Iterator

import rjieba

from taizhang.proof.content.reading import Reading
from taizhang.proof.content.rule import ALL, RUNNING, Examples, Hit, OfficeSettings, Reach, Rule, matches, rule
from taizhang.proof.slips.table import shipped
from taizhang.terms.sentence import sentence

_H = "\u4e00-\u9fff"
_VERBS = "招引|引进|推动|统筹推进|深入推进|扎实推进|全面推进|大力推进|协同推进|持续推进|大力发展|加快发展|重点发展|培育壮大|成功举办|成功创建|深入开展|扎实开展|组织开展|集中开展|先后出台|制定出台|修订完善|积极争取|顺利建成"
_NOTHING_LISTED = re.compile(
    rf"(?:^|(?<=[，。；：！？\n]))(?:[{_H}]{{0,4}})(?:{_VERBS})(?P<d>等)(?=[{_H}“\d])(?![级待于到候额离温值闲同差因次量着])",
    re.MULTILINE,
)
_TWIN = re.compile(rf"(?<![{_H}、])(?:[{_H}]{{0,6}}?)(?P<w>[{_H}]{{3,8}})、(?P=w)(?![{_H}]{{0,2}}[、])")
_SET_OFF = re.compile(r"(?:不|未|没有|无|非|特别|较|最)$")
_QUOTED_COUNT = re.compile(r"(?<=”)(?P<m>[人个家名项件次处户批])(?=[，。；、\n]|$)", re.MULTILINE)
_COUNTING = "清除|清理|取缔|关停|查处|创成|创建|建成|打造|培育|新增|获评|入选|认定|评选|表彰|整治|排查|拆除|引进|签约"
_COUNT_NAME = re.compile(
    rf"(?:{_COUNTING})(?:了)?(?P<m>[家个名项件次处户批座条])(?=“|国家级|省级|市级|县级|区级|全国|全省|全市|五星|四星|三星)"
)
_STARS = re.compile(r"达(?:到|成)?(?=星级(?:标准|景区|饭店|酒店|农家))")
_LETTERS = re.compile(
    r"(?:^|(?<=[，。；：、“由到在]))(?P<m>([A-Z])\2{2,5})(?![A-Za-z0-9级+\-景类评信项模])", re.MULTILINE
)
_TOKEN = re.compile(r"(?<!#)##+[A-Za-z_]{2,24}##|@@[A-Za-z_]{2,24}@@|%%[A-Za-z_]{2,24}%%|\$\$[A-Za-z_]{2,24}\$\$")
_BRAND = re.compile(rf"(?=(?P<w>[{_H}]{{3,4}})(?:起草|撰写|写作|拟写|校核))")
_TRANSITIVE = re.compile(
    r"(?:^|(?<=[，。；\n]))(?P<m>(?:奋力|全力|大力|合力|着力|倾力|努力)(?:建设|打造|谱写|构建|开创|建成|塑造|营造))(?=[，。；！])",
    re.MULTILINE,
)
_OPENING = re.compile(rf"(?:^|(?<=[。！？\n]))(?P<m>及)(?=[{_H}])(?![时其至早格物笄门冠待第])", re.MULTILINE)
_BACKWARD = re.compile(
    rf"(?P<m>(?:发布|刊发|发表|刊登|播发|刊载)(?:新闻|稿件|文章|信息|报道)在[{_H}]{{2,12}}(?:媒体|报刊|平台|网站|报纸))(?=\d)"
)
_AWARD = re.compile(
    rf"(?P<m>(?:荣获|喜获|获评)(?:全国|全省|全市|国家级?|省级?|市级?)[{_H}]{{0,8}}(?:优秀|先进|模范|文明|示范)[{_H}]{{0,4}}(?:法院|检察院|学校|医院|机关))(?=[。；])"
)


@rule(
    "C35b",
    "动词直接跟“等”，漏了列举",
    "error",
    "内容关：名称应写全",
    examples=Examples(
        bad=("统筹推进⟦等⟧专项行动。", "推动⟦等⟧新兴产业发展。", "全年招引⟦等⟧十亿元以上项目5个。"),
        good=("统筹推进甲、乙等专项行动。", "推动等级评定，做好组织、协调推进等工作。"),
    ),
    reach=Reach("等", RUNNING),
)
def verb_and_so_on(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """Between a verb and 等 stands at least one name."""
    for match in matches(reading, _NOTHING_LISTED, "等"):
        if reading.is_word(*match.span("d")):
            yield Hit(*match.span("d"), "“等”前面没有列举的内容。", "请补上漏掉的名称。")


@rule(
    "C35c",
    "并列的两项相同",
    "error",
    "内容关：并列各项不同",
    examples=Examples(
        bad=("甲地⟦产业园、产业园⟧开园。",),
        good=("甲产业园、乙产业园开园。", "一件件、一件件抓落实。"),
    ),
    reach=Reach("、", RUNNING),
)
def twin(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """Two items of a list are two things: the same word twice has lost the name that told them apart."""
    for match in matches(reading, _TWIN, "、"):
        word, start = match["w"], match.start("w")
        if _names_its_own(reading, match):
            continue
        tail = next((word[at:] for at in range(len(word) - 1) if rjieba.has_word(word[at:])), "")
        if (
            tail
            and word[0] != "一"
            and len(set(word)) == len(word)
            and reading.is_word(start + len(word) - len(tail), match.end())
        ):
            yield Hit(start, match.end(), sentence("“{word}”并列了两次。", word=word), "请核对是否漏了名称。")


def _names_its_own(reading: Reading, match: re.Match[str]) -> bool:
    """Whether the second begins a longer name (动植物、动植物产品) or the first is set off by a negation or a degree (特别重大事故)."""
    word, after = match["w"], reading.after(match.end(), 2)
    return bool(_SET_OFF.search(reading.before(match.start("w"), 3))) or (
        len(after) == 2 and word[-2:] + after in shipped()
    )


@rule(
    "C31d",
    "引号、等级前后的量词没有数字",
    "error",
    "内容关：量词、单位前应有数字",
    examples=Examples(
        bad=("入选省“双创人才”⟦人⟧。", "清除⟦家⟧“三合一”场所，创成⟦家⟧国家级示范社区。", "书屋⟦达⟧星级标准。"),
        good=("入选省“双创人才”3人。", "清除12家“三合一”场所。", "建成“巾帼家”品牌，书屋达五星级标准。"),
    ),
    reach=Reach("”家个名项件次处户批人座条达", RUNNING),
)
def count_beside_quotes(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """A measure word after a closing quote or between a verb and a name has its number; a grade of stars says how many."""
    for pattern in (_QUOTED_COUNT, _COUNT_NAME):
        for match in matches(reading, pattern):
            yield Hit(*match.span("m"), sentence("“{words}”前没有数字。", words=match["m"]), "请补上数字。")
    for match in matches(reading, _STARS, "星级"):
        yield Hit(*match.span(), "“星级”前没有写几星。", "请补上数字。")


@rule(
    "C12e",
    "用字母代替的名称、反复夹入的标记",
    "error",
    "内容关：名称应写全",
    examples=Examples(
        bad=("⟦AAA⟧公众平台粉丝突破10万人。", "不讲⟦##paidbegin##⟧条件。"),
        good=("AAA级信用企业、AAAA级景区、IPv6。",),
    ),
    reach=Reach("ABCDEFGHIJKLMNOPQRSTUVWXYZ#@%$", ALL, quoted=True),
)
def letters_for_a_name(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """No run of one letter stands for a name, and no token of a web page in a sentence."""
    for match in matches(reading, _LETTERS):
        if match["m"][0] not in "XIVP":
            yield Hit(*match.span("m"), sentence("“{words}”处的名称没有填。", words=match["m"]), "请填入实际的名称。")
    for match in matches(reading, _TOKEN):
        yield Hit(*match.span(), sentence("“{words}”是标记残留。", words=match[0]), "请删去标记。")


@rule(
    "C55",
    "公文里不成词的名称",
    "error",
    "内容关：整篇替换留下的错字",
    examples=Examples(
        bad=("把⟦哒哒君⟧起草作为重要环节，提高⟦哒哒君⟧质量。",),
        good=("把文稿起草作为重要环节，提高文稿质量。",),
    ),
    reach=Reach("起撰写拟校", RUNNING),
)
def strange_name(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """What is drafted is a kind of document: a word no dictionary and no published text has, used again and again, was put in its place."""
    table = shipped()
    strange = {
        match["w"]
        for match in matches(reading, _BRAND, "起草", "撰写", "写作", "拟写", "校核")
        if not any(
            match["w"][at : at + 2] in table or rjieba.has_word(match["w"][at : at + 2])
            for at in range(len(match["w"]) - 1)
        )
    }
    for word in sorted(strange):
        if reading.text.count(word) > 1:
            for match in re.finditer(word, reading.text):
                yield Hit(
                    *match.span(), sentence("“{word}”不成词，疑为整篇替换所致。", word=word), "请改为文种的名称。"
                )


@rule(
    "C56",
    "句子缺成分",
    "error",
    "内容关：句子应完整",
    examples=Examples(
        bad=(
            "⟦奋力建设⟧，为实现目标而努力。",
            "⟦及⟧区委办请示汇报，落实规定。",
            "⟦发布新闻在省级以上媒体⟧120余篇。",
            "法庭⟦荣获全国优秀基层法院⟧。",
        ),
        good=(
            "奋力建设美丽县城。园区加快建设，成效明显。",
            "及时向区委办请示汇报。",
            "在省级以上媒体发布新闻120余篇。",
            "荣获“全国优秀法院”称号。",
        ),
    ),
    reach=Reach("设造写建成及刊发播获", RUNNING),
)
def incomplete(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """A verb has its object, a sentence does not begin with 及, an award is named as one."""
    for match in matches(reading, _TRANSITIVE):
        yield Hit(*match.span("m"), sentence("“{words}”后面缺了宾语。", words=match["m"]), "请补上建设什么。")
    for match in matches(reading, _OPENING):
        if reading.is_word(*match.span("m")):
            yield Hit(*match.span("m"), "句子以“及”开头，前面缺了内容。", "请补上，疑为“及时向”等。")
    for match in matches(reading, _BACKWARD):
        yield Hit(*match.span("m"), "“发布……在……”语序不通。", "请改为“在……发布……”。")
    for match in matches(reading, _AWARD):
        yield Hit(
            *match.span("m"),
            sentence("“{words}”没有写成称号。", words=match["m"]),
            "请写“荣获……称号”，并核对名称。",
            level="warn",
        )


RULES: tuple[Rule, ...] = (verb_and_so_on, twin, count_beside_quotes, letters_for_a_name, strange_name, incomplete)
