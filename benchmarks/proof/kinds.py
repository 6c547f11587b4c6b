"""The kinds of errors planted, each with the rules that claim it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from benchmarks.proof.planting import (
    Kind,
    changed,
    doubled_paragraph,
    dropped,
    everywhere,
    growth,
    halved,
    inserted,
    points,
    rate,
    said,
    total,
)

_H = "\u4e00-\u9fff"
_NUMBER = r"(?<![\d.〔年月第—–-])\d+(?:\.\d+)?(?=[万亿]?[个项件家人次户元%公])"
_UNIT = r"(?:[万亿]元|公里|公顷|[万亿]吨|万亩|万千瓦|万平方米|人次)"
Change = Callable[[re.Match[str], random.Random], str]
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")


def _mask(sign: str) -> Change:
    return lambda match, chance: re.sub(r"\d", sign, match[0])


def _as(words: str) -> Change:
    return lambda match, chance: words


def _twice(match: re.Match[str], chance: random.Random) -> str:
    return match[0] * 2


def _wide(match: re.Match[str], chance: random.Random) -> str:
    return match[0].translate(_FULL)


def _half(match: re.Match[str], chance: random.Random) -> str:
    return {"，": ",", "；": ";", "：": ":"}[match[0]]


KINDS: tuple[Kind, ...] = (
    Kind("数字掩成x", ("C12",), changed(_NUMBER, _mask("x"))),
    Kind("数字掩成×", ("C12",), changed(_NUMBER, _mask("×"))),
    Kind("数字掩成*", ("C12",), changed(_NUMBER, _mask("*"))),
    Kind("名称掩成某某", ("C12b",), changed(rf"(?<=《)[{_H}]{{3,20}}(?=》)|(?<=“)[{_H}]{{3,10}}(?=”)", _as("某某"))),
    Kind("名称掩成横线", ("C12b",), changed(rf"(?<=《)[{_H}]{{3,20}}(?=》)|(?<=“)[{_H}]{{3,10}}(?=”)", _as("____"))),
    Kind(
        "占位符", ("C12d",), changed(_NUMBER, lambda m, c: c.choice(("{{n}}", "【待核实】", "【待补】", "（待补充）")))
    ),
    Kind("单位前漏数", ("C30",), dropped(rf"[{_H}](?P<n>\d+(?:\.\d+)?){_UNIT}(?=[，。；、])")),
    Kind("百分号前漏数", ("C30",), dropped(rf"[{_H}](?P<n>\d+(?:\.\d+)?)%")),
    Kind("百分点前漏数", ("C30",), dropped(rf"[{_H}](?P<n>\d+(?:\.\d+)?)个百分点")),
    Kind(
        "余字前漏数",
        ("C30",),
        inserted(said("清理各类积案⟦余件⟧。"), said("投入专项资金⟦余万元⟧。"), said("整改隐患⟦余处⟧。")),
    ),
    Kind(
        "量词前漏数（句末）",
        ("C31", "C31b"),
        inserted(
            said("全年召开专题会议⟦次⟧。"),
            said("破获各类案件⟦起⟧。"),
            said("建成便民服务站⟦个⟧，群众满意。"),
            said("培训基层干部⟦人⟧。"),
            said("收到问题线索⟦件⟧，均已核查。"),
            said("采用政务信息⟦条⟧。"),
            said("征收房屋⟦户⟧，实现净地交付。"),
            said("排查整治隐患⟦处⟧。"),
            said("新开工安置房⟦套⟧。"),
        ),
    ),
    Kind(
        "量词前漏数（名词前）",
        ("C31",),
        inserted(
            said("全年召开⟦次⟧专题会议。"),
            said("实施⟦个⟧重点项目。"),
            said("共⟦次⟧会议研究部署。"),
            said("新增⟦家⟧高新技术企业。"),
            said("办理⟦件⟧群众诉求。"),
            said("选派⟦名⟧优秀干部。"),
        ),
    ),
    Kind("量词相连", ("C31",), inserted(said("全年立案⟦件人⟧。"), said("开展约谈⟦次人⟧，成效明显。"))),
    Kind("第后漏数", ("C32",), inserted(said("综合考评列全省⟦第⟧位。"), said("成功举办⟦第⟧届文化旅游节。"))),
    Kind("以上前漏数", ("C33",), inserted(said("群众满意率⟦达到⟧以上。"), said("城镇登记失业率⟦控制在⟧以内。"))),
    Kind(
        "空引号、空书名号", ("C34",), changed(rf"“[{_H}]{{2,12}}”|《[{_H}]{{2,24}}》", lambda m, c: m[0][0] + m[0][-1])
    ),
    Kind(
        "等前漏名",
        ("C35", "C39"),
        inserted(said("大力引进⟦、等⟧企业。"), said("全面推进⟦等⟧重大项目建设。"), said("成功荣获⟦等⟧荣誉。")),
    ),
    Kind("称号漏名", ("C36",), inserted(said("我们⟦荣获⟧称号。"), said("服务窗口⟦被授予⟧称号。"))),
    Kind("以为之间漏名", ("C37",), inserted(said("形成了⟦以⟧为代表的产业集群。"), said("坚持⟦以⟧为抓手，狠抓落实。"))),
    Kind("字母代字", ("C40",), everywhere("党", "D", 2)),
    Kind("区整篇换成市", ("C41",), everywhere(r"(?<=社|片|景|小)区(?![域别分])", "市")),
    Kind("一是二是缺项", ("C01", "C01c"), changed(rf"(?<=[。；：，\n　])二是(?=[{_H}])", _as("三是"))),
    Kind(
        "一是二是漏是",
        ("C01b",),
        changed(r"(?<=[。；：，])二是(?=加强|推进|加快|建立|完善|优化|提升|强化|发展|深化|健全|落实)", _as("二")),
    ),
    Kind("标题序号重复", ("F21",), changed(r"^[ \u3000]*(?P<h>（二）)(?=[\u4e00-\u9fff])", _as("（三）"), "h")),
    Kind("率与分子分母", ("C10",), inserted(rate)),
    Kind("增幅与两年数", ("C11",), inserted(growth)),
    Kind("总数与分项", ("C09",), inserted(total)),
    Kind("百分点写成%", ("C03a",), inserted(points)),
    Kind("减少用倍数", ("C04",), inserted(said("办理时限⟦缩短2倍⟧。"), said("能耗⟦下降3倍⟧以上。"))),
    Kind(
        "概数叠用",
        ("C05",),
        inserted(said("受益群众⟦约3000余⟧人。"), said("投入资金⟦超过500万元以上⟧。"), said("参加人员⟦近200人左右⟧。")),
    ),
    Kind("率超过100%", ("C23",), inserted(said("全年事项办结率达⟦108%⟧。"))),
    Kind(
        "不存在的日期",
        ("C16",),
        inserted(said("会议于⟦2025年2月30日⟧召开。"), said("项目⟦13月⟧开工。"), said("⟦6月31日⟧前完成。")),
    ),
    Kind("起止颠倒", ("C16b",), inserted(said("专项行动自⟦2025年6月至2025年3月⟧开展。"))),
    Kind("缺半边引号、书名号", ("C17",), halved),
    Kind("虚词重复", ("C06",), changed(rf"(?<=[{_H}])的(?=[{_H}])", _twice)),
    Kind("词语重复", ("C06b",), changed(r"(?:加强|推进|坚持|完善|落实|提高|深化)(?=[\u4e00-\u9fff])", _twice)),
    Kind("段落重复", ("C21",), doubled_paragraph),
    Kind(
        "标记残留",
        ("C50",),
        changed(rf"(?<=[{_H}])(?=，)", lambda m, c: c.choice(("&nbsp;", "<br/>", "[hide]", "</p>"))),
    ),
    Kind(
        "不可见字符、乱码",
        ("C51",),
        changed(rf"(?<=[{_H}])(?=[{_H}])", lambda m, c: c.choice(("\u200b", "\ufffd", "锟斤拷"))),
    ),
    Kind(
        "广告",
        ("C52",),
        inserted(
            said("⟦更多范文请关注本站⟧。"),
            said("全文⟦登录后查看⟧。"),
            said("⟦未经授权不得转载⟧。"),
            said("长期⟦代写⟧各类材料。"),
        ),
    ),
    Kind(
        "错别字",
        ("C18",),
        changed(
            "部署|覆盖|防范|建立台账|反映情况|坐落|辐射|一如既往|震撼|安装",
            lambda m, c: {
                "部署": "布署",
                "覆盖": "复盖",
                "防范": "防犯",
                "建立台账": "建立台帐",
                "反映情况": "反应情况",
                "坐落": "座落",
                "辐射": "幅射",
                "一如既往": "一如继往",
                "震撼": "震憾",
                "安装": "按装",
            }[m[0]],
        ),
    ),
    Kind(
        "截至写成截止",
        ("C02",),
        inserted(said("⟦截止⟧2025年12月31日，各项任务基本完成。"), said("⟦截止⟧目前，进展顺利。")),
    ),
    Kind("半角逗号", ("F05",), changed(rf"(?<=[{_H}])[，；](?=[{_H}])", _half)),
    Kind("半角括号", ("F06",), changed(rf"（[{_H}]{{2,20}}）", lambda m, c: f"({m[0][1:-1]})")),
    Kind(
        "文号括号",
        ("F01",),
        inserted(said("按照青政发⟦[2025]⟧18号文件要求落实。"), said("印发云办函⟦（2024）⟧7号文件。")),
    ),
    Kind("日期虚位", ("F08",), inserted(said("自2025年⟦03⟧月5日起施行。"), said("于3月⟦05⟧日前完成。"))),
    Kind("标点重复", ("F13", "C39"), changed(rf"(?<=[{_H}])[，。](?=[{_H}])", _twice)),
    Kind("书名号嵌套", ("F15",), inserted(said("印发《关于贯彻⟦《信访工作条例》⟧的通知》。"))),
    Kind("直引号", ("F16",), changed(rf"“[{_H}]{{2,10}}”", lambda m, c: f'"{m[0][1:-1]}"')),
    Kind(
        "计量单位",
        ("C19",),
        inserted(said("改造面积12万⟦平方⟧。"), said("接待群众500⟦人/次⟧。"), said("新建管道35⟦KM⟧。")),
    ),
    Kind("全角数字", ("F07",), changed(r"(?<![\d.])\d{2,4}(?=[年个项家])", _wide)),
    Kind("汉字间空格", ("F19",), changed(rf"(?<=[{_H}])(?=[{_H}])", _as(" "))),
)
