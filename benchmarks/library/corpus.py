"""A deterministic corpus of invented official papers, streamed to any size.

Words come from two places: a hand-written stock of office words, and some twenty thousand made-up words of two to
four characters drawn by a Zipf law from the first level of GB 2312. So the spread of characters and words is closer
to real papers than templates alone would give. No text is committed: the same seed gives the same bytes.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

_STOCK = [
    "工作",
    "落实",
    "整改",
    "台账",
    "督查",
    "督办",
    "信访",
    "积案",
    "化解",
    "安全",
    "生产",
    "隐患",
    "排查",
    "治理",
    "营商",
    "环境",
    "项目",
    "建设",
    "服务",
    "群众",
    "基层",
    "组织",
    "党建",
    "学习",
    "教育",
    "干部",
    "队伍",
    "作风",
    "纪律",
    "监督",
    "检查",
    "审计",
    "财政",
    "资金",
    "预算",
    "绩效",
    "考核",
    "评估",
    "目标",
    "任务",
    "责任",
    "分工",
    "机制",
    "制度",
    "改革",
    "创新",
    "发展",
    "高质量",
    "乡村",
    "振兴",
    "产业",
    "民生",
    "保障",
    "就业",
    "医疗",
    "养老",
    "住房",
    "交通",
    "水利",
    "生态",
    "环保",
    "污染",
    "防治",
    "公开",
    "政务",
    "依法",
    "行政",
    "执法",
    "司法",
    "调解",
    "矛盾",
    "纠纷",
    "应急",
    "演练",
    "预案",
    "值班",
    "宣传",
    "舆论",
    "网络",
    "数据",
    "平台",
    "系统",
    "信息",
    "报送",
    "办理",
    "建议",
    "提案",
    "答复",
    "满意",
    "协调",
    "推进",
    "开展",
    "组织",
    "召开",
    "会议",
    "研究",
    "部署",
    "专题",
    "调研",
    "走访",
    "座谈",
    "培训",
    "参加",
    "完成",
    "实现",
    "提升",
    "加强",
    "强化",
    "推动",
    "深化",
    "完善",
    "健全",
    "建立",
    "明确",
    "细化",
    "压实",
    "严格",
    "规范",
    "统筹",
    "全面",
    "持续",
    "进一步",
    "认真",
    "切实",
    "有效",
    "扎实",
    "深入",
    "积极",
    "主动",
    "及时",
    "定期",
    "逐项",
    "逐条",
    "对账",
    "销号",
    "闭环",
    "清单",
    "节点",
    "时限",
]
_LINKS = [
    "和",
    "的",
    "在",
    "对",
    "与",
    "及",
    "并",
    "为",
    "将",
    "从",
    "以",
    "通过",
    "围绕",
    "针对",
    "结合",
    "按照",
    "根据",
    "同时",
]
_KINDS = ["通知", "意见", "报告", "函", "纪要", "方案", "总结", "通报"]
_PLACES = ["湉陂", "沅塘", "芷湖", "澧溪", "柘浦", "棠川", "枫桥", "栖霞", "岚山", "汀洲", "溆水", "樟坪"]
_BODIES = [
    "人民政府办公室",
    "应急管理局",
    "信访局",
    "财政局",
    "教育局",
    "交通运输局",
    "水利局",
    "民政局",
    "审计局",
    "农业农村局",
]
_MEASURES = ["个", "件", "项", "次", "名", "户", "处", "场", "公里", "万元", "亿元"]
WORDS_MADE_UP = 20_000
AVERAGE_CHARACTERS = 2_000


@dataclass(frozen=True, slots=True)
class Paper:
    """One invented paper: name of its file, and its text, one paragraph a line."""

    name: str
    text: str


def papers(characters: int, seed: int = 20_26) -> Iterator[Paper]:
    """Papers until their characters reach the number asked for; same arguments, same papers."""
    writer, written, number = Writer(seed), 0, 0
    while written < characters:
        paper = writer.paper(number)
        written += len(paper.text)
        number += 1
        yield paper


class Writer:
    """Draws papers from one stream of random numbers."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.words = _STOCK + _made_up(self.random)
        self.weights = list(accumulate(1 / (rank + 10) ** 1.15 for rank in range(len(self.words))))
        self.theme: list[str] = []
        self.past: list[str] = []

    def paper(self, number: int) -> Paper:
        """The paper of that number; about one paragraph in forty is taken over from an earlier paper."""
        draw = self.random
        day = date(2012, 1, 1) + timedelta(days=draw.randrange(5000))
        place, body, kind = draw.choice(_PLACES), draw.choice(_BODIES), draw.choice(_KINDS)
        self.theme = self._pick(60)
        topic = "".join(self.theme[:3])
        lines = [
            f"{place}县{body}关于{topic}的{kind}",
            f"{place[0]}政办发〔{day.year}〕{number % 300 + 1}号",
            f"各乡镇人民政府，{place}县直各单位：",
        ]
        length = int(draw.lognormvariate(7.257, 0.6)) + 200
        while sum(map(len, lines)) < length:
            lines.append(self._taken_over() if self.past and draw.random() < 0.025 else self._paragraph())
        self.past = (self.past + lines[3:5])[-400:]
        lines += [f"{place}县{body}", f"{day.year}年{day.month}月{day.day}日"]
        return Paper(f"{day.year}-{number:06d}.txt", "\n".join(lines))

    def _pick(self, count: int) -> list[str]:
        return self.random.choices(self.words, cum_weights=self.weights, k=count)

    def _paragraph(self) -> str:
        draw, parts = self.random, []
        for _ in range(draw.randrange(2, 7)):
            words = self._pick(draw.randrange(4, 9)) + draw.choices(self.theme, k=draw.randrange(1, 5))
            words.insert(draw.randrange(len(words)), draw.choice(_LINKS))
            if draw.random() < 0.35:
                words.append(f"{draw.randrange(1, 3000)}{draw.choice(_MEASURES)}")
            words.insert(len(words) // 2, "，" if draw.random() < 0.7 else "、")
            parts.append("".join(words) + "。")
        return "".join(parts)

    def _taken_over(self) -> str:
        """An earlier paragraph whose figures have moved by a year."""
        text = self.random.choice(self.past)
        return "".join(str(self.random.randrange(10)) if sign.isdigit() else sign for sign in text)


def _made_up(draw: random.Random) -> list[str]:
    signs = [bytes((high, low)).decode("gb2312") for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFF)]
    draw.shuffle(signs)
    weights = list(accumulate(1 / (rank + 60) ** 2.0 for rank in range(len(signs))))
    lengths = draw.choices((2, 3, 4), (70, 20, 10), k=WORDS_MADE_UP)
    return ["".join(draw.choices(signs, cum_weights=weights, k=length)) for length in lengths]
