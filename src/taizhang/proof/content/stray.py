"""What does not belong to the paper: markup, broken characters, advertising and remains of web pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain

from taizhang.proof.content.reading import Reading
from taizhang.proof.content.rule import ALL, Examples, Hit, OfficeSettings, Reach, Rule, matches, rule
from taizhang.terms.sentence import sentence

_TAG = re.compile(
    r"</?[A-Za-z][A-Za-z0-9]{0,14}(?:\s[^<>\n]{0,200})?/?>|<!--[^\n]{0,200}?-->|&(?:nbsp|lt|gt|amp|quot|ldquo|rdquo|mdash|hellip|#\d{2,5}|#x[0-9a-fA-F]{2,5});"
    r"|\[/?[A-Za-z][A-Za-z_\-]{1,20}(?:[=\s][^\]\n]{0,80})?\]|\*\*(?![省市县区镇乡村局年月日同])(?=[^*\n]*[\u4e00-\u9fff])[^*\n]{1,80}\*\*|!?\[[^\]\n]{1,80}\]\([^)\n]{1,200}\)|^#{1,6}\s|`{1,3}[^`\n]{1,60}`{1,3}|\\[nrt](?![A-Za-z])|\\u[0-9a-fA-F]{4}"
    r"|\{(?<!\{\{)[a-z]{2,10}[:_][^{}\n]{0,40}\}",
    re.MULTILINE,
)
_BROKEN = re.compile(
    r"[\ufffd\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ue000-\uf8ff\ufeff][\ufffd\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ue000-\uf8ff]*"
)
_GARBLED = re.compile(
    r"锟斤拷+|烫烫烫+|屯屯屯+|Ã[^\u4e00-\u9fff\s]{0,6}|â€[^\u4e00-\u9fff\s]{0,6}|ä¸[^\u4e00-\u9fff\s]{0,6}|å…[^\u4e00-\u9fff\s]{0,6}"
)
_URL = re.compile(
    r"(?:https?://|www\.)[A-Za-z0-9.\-_/?=&%#~:@+]{4,200}|(?<![A-Za-z0-9@.])[A-Za-z0-9\-]{2,30}\.(?:com|cn|net|org|cc|top|vip|gov\.cn)(?:\.cn)?(?![A-Za-z])"
)
_ADS = re.compile(
    r"(?:加|添加|扫码|客服|站长|咨询|请加)微信|微信(?:号|群)?[:：]\s*[A-Za-z0-9_\-]{4,}|(?:QQ|扣扣)(?:群)?[:：]?\s*\d{5,12}|扫(?:描|一扫)?[^，。\n]{0,6}(?:二维码|码)[^，。\n]{0,6}(?:关注|领取|加入|下载|添加|入群|获取)"
    r"|长按[^，。\n]{0,6}二维码|点击(?:下载|查看|阅读|关注|此处|链接|原文|上方|下方|蓝字|图片|领取)(?!量|率|数|人次)[^，。；\n]{0,12}|阅读原文|(?:阅读|查看|展开|下载)全文|未完待续|未经(?:授权|许可|允许)[^，。\n]{0,4}(?:不得|禁止|请勿|严禁|谢绝)(?:转载|复制|传播|使用)|转载请[^，。\n]{0,8}|本文(?:来自|来源于?|转自|由)[^，。\n]{1,24}"
    r"|(?:开通|加入|升级|成为|充值)(?:本站|网站)?(?:VIP|vip|会员)|(?:VIP|vip)会员|会员(?:专享|专区|免费|下载|可见|价格|群)|付费(?:阅读|内容|下载|查看|可见)|(?:登录|注册|购买|回复|支付)(?:后|可)(?:方可)?(?:查看|可见|阅读|下载|继续)"
    r"|隐藏内容|此处内容|内容(?:已被)?隐藏|(?:剩余|余下|以下)(?:内容|部分)[^，。\n]{0,8}(?:付费|登录|会员|购买|隐藏)|(?:(?<=长期)|(?<=专业)|(?<=提供)|(?<=承接))代[写笔]|代[写笔](?=各类|公文|材料|文稿|总结|讲话|服务|联系|微信)|润色服务|润笔|代发(?:布|表)(?=[，。、服\n]|$)|多渠道(?:同步)?更新|素材日更新|一键下载|(?:PPT|ppt)(?:设计|制作|定制|美化|模板)|(?:每日|每天|日均|天天)更新(?=[^，。；\s]{0,10}[篇份]|素材|材料|范文|资料|文稿|内容)[^，。；\s]{0,12}|(?:公文|写作|范文|文稿|材料)(?:素材库|素材网|模板网|网站|星球|公社)"
    r"|海量(?:素材|范文|文档|材料|公文)|范文(?:大全|下载|网)|(?:更多|全套|最新)(?:范文|公文|材料|资料|素材)[^，。\n]{0,10}(?:请|关注|下载|搜索|尽在|联系)|知识星球|免责声明|版权所有|Copyright|©|侵权(?:请(?!求)|必究|联系)[^，。\n]{0,8}|责任编辑[:：]|上一篇[:：]|下一篇[:：]"
    r"|相关(?:阅读|推荐|文章)[:：]|打印本页|关闭窗口|返回(?:顶部|首页)|字体[:：]\s*(?:大|【)|浏览次数[:：]|阅读次数[:：]|分享到[:：]?|当前位置[:：]|正版(?:识别|认准|会员)|谨防(?:假冒|盗版)|精准搜索|极速下载|(?<!承)包年(?!限|度)|优惠价?[:：]?\d+元|原价\d+"
)

_WEAK = re.compile(
    r"[^，。；：！\n]{0,10}(?:素材库|网盘|微信群|QQ群|会员|正版|同步更新|PPT|代发布|代发表|下载|搜索|客服|优惠|充值|订阅|公众号|扫码|范文|笔杆子|润色|模板|总字数|一键|专享)[^，。；！\n]{0,12}"
)
_SELLING = [
    "微信",
    "QQ",
    "扣扣",
    "二维码",
    "扫",
    "点击",
    "原文",
    "全文",
    "未完待续",
    "授权",
    "转载",
    "本文",
    "会员",
    "VIP",
    "vip",
    "付费",
    "登录",
    "注册",
    "购买",
    "回复",
    "支付",
    "隐藏",
    "此处内容",
    "以下",
    "剩余",
    "余下",
    "代写",
    "代笔",
    "润",
    "PPT",
    "ppt",
    "更新",
    "素材",
    "模板网",
    "星球",
    "公社",
    "海量",
    "范文",
    "公文",
    "材料",
    "资料",
    "版权",
    "Copyright",
    "©",
    "侵权",
    "责任编辑",
    "上一篇",
    "下一篇",
    "相关",
    "打印本页",
    "关闭窗口",
    "返回",
    "字体",
    "浏览次数",
    "阅读次数",
    "分享到",
    "当前位置",
    "正版",
    "谨防",
    "精准搜索",
    "极速下载",
    "包年",
    "优惠",
    "原价",
    "代发",
    "多渠道",
    "一键下载",
    "免责声明",
    "写作",
    "文稿",
    "网站",
]
_TOKEN = re.compile(r"[。：；，！？:;](?P<t>[A-Za-z]{1,8}\d{0,4}|\d{0,2}[A-Za-z]{2,8})(?=[ \u3000]*(?:\n|$))")
# Chosen: a mark that a site puts under its paragraphs comes again and again; a name may come twice.
_REPEATED = 3
# Chosen: paragraphs about one that sells, and characters that its companions have at most.
_NEAR, _SHORT = 4, 120


@rule(
    "C50",
    "网页、排版的标记残留",
    "error",
    "内容关：定稿里没有标记",
    examples=Examples(
        bad=("加强督办⟦&nbsp;⟧落实。", "⟦[hide]⟧正文⟦[/hide]⟧", "⟦**一、总体情况**⟧", "⟦<p>⟧正文⟦</p>⟧"),
        good=("[2025]18号、A<B、研发&设计、[附件]。",),
    ),
    reach=Reach("<&[*#`\\{", ALL, quoted=True),
)
def markup(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """No tag, entity, short code or Markdown mark stays in the text."""
    for match in matches(reading, _TAG):
        yield Hit(*match.span(), sentence("“{words}”是标记残留。", words=match[0]), "请删去标记。")


@rule(
    "C51",
    "乱码、不可见字符",
    "error",
    "内容关：定稿里没有乱码",
    examples=Examples(bad=("加强⟦\ufffd⟧督办。", "认真\u4e00⟦\u200b⟧落实。"), good=("加强督办。",)),
    reach=Reach(zones=ALL, quoted=True),
)
def broken_characters(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """Every character can be read and printed."""
    for match in chain(matches(reading, _BROKEN), matches(reading, _GARBLED)):
        if match.start() == 0 and match[0] == "\ufeff":
            continue
        shown = match[0].encode("unicode_escape").decode() if not match[0].isprintable() else match[0]
        yield Hit(*match.span(), sentence("有乱码或不可见字符“{words}”。", words=shown[:24]), "请删去或补上原字。")


@rule(
    "C52",
    "广告、付费提示、网页尾巴",
    "error",
    "内容关：定稿里没有无关文字",
    examples=Examples(
        bad=(
            "更多内容⟦请加微信⟧。",
            "⟦未经授权不得转载⟧，⟦转载请注明出处⟧",
            "全文⟦登录后查看⟧。",
            "本站⟦每日更新100篇⟧。",
        ),
        good=(
            "开通官方微信公众号，群众点击率提高，会员单位12家。",
            "加强版权保护，防止未经授权的访问，侵权请求权，代笔遗嘱，承包年限。",
        ),
    ),
    reach=Reach(zones=ALL, quoted=True),
)
def advertising(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """Nothing that sells, invites or belongs to a web page stays in the text."""
    sold: set[int] = set()
    for match in matches(reading, _ADS, *_SELLING):
        sold.add(reading.index_at(match.start()))
        yield Hit(*match.span(), sentence("“{words}”是广告或网页残留。", words=match[0]), "请删去。")
    last = len(reading.starts) - 1
    near = {one + step for one in sold for step in range(-_NEAR, _NEAR + 1) if 0 <= one + step <= last}
    for index in sorted(near):
        paragraph = reading.document.paragraphs[index]
        if len(paragraph.text) <= _SHORT:
            start = reading.starts[index]
            for match in _WEAK.finditer(reading.text, start, start + len(paragraph.text)):
                yield Hit(*match.span(), sentence("“{words}”像是广告。", words=match[0]), "请核对，无关的请删去。")


@rule(
    "C53",
    "反复出现的无关字符",
    "error",
    "内容关：定稿里没有无关文字",
    examples=Examples(
        bad=("各位代表：⟦GG6⟧\n现将情况报告如下。⟦GG6⟧\n请审议。⟦GG6⟧",),
        good=("各位代表：\n现将情况报告如下。\n地区生产总值（GDP）增长。\n发展GDP。",),
    ),
    reach=Reach(zones=ALL, quoted=True),
)
def repeated_token(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """A token of letters that ends paragraph after paragraph is a mark some site put there."""
    found = list(matches(reading, _TOKEN))
    counts = Counter(match["t"] for match in found)
    for match in found:
        if counts[match["t"]] >= _REPEATED:
            yield Hit(*match.span("t"), sentence("“{words}”反复出现在段末，与内容无关。", words=match["t"]), "请删去。")


@rule(
    "C52b",
    "正文里的网址",
    "warn",
    "内容关：公文正文一般不写网址",
    examples=Examples(bad=("详见⟦www.example.com/a⟧。",), good=("标准号GB/T 9704。",)),
    reach=Reach(".", ALL, quoted=True),
)
def address(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """A paper gives names, not web addresses."""
    for match in matches(reading, _URL):
        yield Hit(*match.span(), sentence("正文里有网址“{words}”。", words=match[0][:40]), "如不需要，请删去。")


RULES: tuple[Rule, ...] = (markup, broken_characters, advertising, repeated_token, address)
