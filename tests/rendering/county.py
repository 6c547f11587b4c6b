"""A whole report of an invented county: headings of all levels, a table, claims, a quotation, a gap; every number traced."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from taizhang.catalogue.model import Declarations
from taizhang.catalogue.predicate import Scalar
from taizhang.catalogue.resolve import resolve
from taizhang.catalogue.resolved import Catalogue
from taizhang.figures.value import Ask, Trace, TracedRow, Value
from taizhang.reports.paper import Cell, Claim, Number, Paper, PaperTable, Paragraph, Quoted, Run, Text, Unresolved
from taizhang.terms.period import Period
from taizhang.terms.quantity import percent

YEAR = Period.year(2026)
TOWNS = ("湉陂乡", "石坳镇", "青禾镇", "枫溪街道", "白鹭洲镇", "云岭乡", "双塘镇", "柳湾乡", "金垌镇", "古渡街道")
LEVELS = ("一般", "较大", "重大")
DIGEST = "ab" * 32
_DECLARED = """
[body]
name = "青岚县人民政府办公室"
[vocabulary.level]
title = "级别"
[vocabulary.level.values]
"一般" = []
"较大" = []
"重大" = []
[ledger.hazard]
title = "安全隐患排查整治台账"
noun = "安全隐患"
counter = "处"
lifecycle = "closed_loop"
key = ["no"]
[ledger.hazard.field]
no = { title = "编号" }
town = { title = "乡镇", group = true }
level = { title = "隐患级别", type = "choice", choices = "level", group = true }
text = { title = "隐患内容" }
opened = { title = "发现日期", type = "date" }
closed = { title = "销号日期", type = "date" }
cost = { title = "投入资金", type = "decimal", unit = "万元", decimals = 1 }
source_file = { title = "来源文件" }
source_sheet = { title = "来源表" }
source_row = { title = "来源行", type = "integer" }
source_cell = { title = "来源格" }
[figure.opened]
title = "排查安全隐患"
kind = "flow"
ledger = "hazard"
date = "opened"
unit = "处"
[figure.closed]
title = "同批办结安全隐患"
kind = "cohort"
ledger = "hazard"
date = "opened"
met = "closed <= end"
unit = "处"
[figure.cost]
title = "投入整改资金"
kind = "sum"
ledger = "hazard"
date = "opened"
measure = "cost"
unit = "万元"
decimals = 1
[figure.rate]
title = "同批办结率"
kind = "ratio"
of = ["closed"]
over = ["opened"]
[figure.change]
title = "排查安全隐患同比"
kind = "year_on_year"
of = ["opened"]
change = "rate"
"""
Row = dict[str, Scalar]


def catalogue() -> Catalogue:
    """The catalogue of the county."""
    return resolve(Declarations.model_validate(tomllib.loads(_DECLARED)), {})


def matters(count: int) -> list[Row]:
    """Hazards of two years, every ninth still open, each with its cell in a workbook."""
    rows: list[Row] = []
    for number in range(count):
        opened = date(2026 - number % 3 % 2, 1, 1) + timedelta(days=number * 7 % 360)
        rows.append(
            {
                "id": f"hazard-{number:05d}",
                "number": f"隐患〔{opened.year}〕{number + 1}号",
                "state": None,
                "no": str(number + 1),
                "town": TOWNS[number % len(TOWNS)],
                "level": LEVELS[number % 7 % 3],
                "text": _TEXTS[number % len(_TEXTS)],
                "opened": opened,
                "closed": None
                if number % 9 == 0
                else min(opened + timedelta(days=20 + number % 30), date(opened.year, 12, 31)),
                "cost": Decimal(number % 41) / 4,
                "source_file": DIGEST,
                "source_sheet": f"{opened.month}月",
                "source_row": Decimal(number % 97 + 4),
                "source_cell": f"B{number % 97 + 4}",
            }
        )
    return rows


_TEXTS = (
    "安全出口堆放杂物，疏散通道宽度不足1.1米",
    '=HYPERLINK("x","消火栓无水")',
    "配电箱未接地</script><script>document.title='x'</script>",
    "灭火器压力不足 & 过期",
    "临时用电私拉乱接\u2028未设漏电保护器",
    "-防汛沙袋储备不足",
)


class County:
    """Counts over the given matters; gathers the cells it was asked for."""

    def __init__(self, count: int = 300) -> None:
        self.catalogue = catalogue()
        self.rows = matters(count)
        self.cells: dict[str, Cell] = {}

    def number(self, figure: str, by: str = "", member: str = "") -> Number:
        """A number in the text."""
        cell = self.cell(figure, by, member)
        return Number(cell.value.text, cell.id)

    def claim(self, words: str, figure: str) -> Claim:
        """Words held against a figure."""
        return Claim(words, self.cell(figure).id)

    def cell(self, figure: str, by: str = "", member: str = "") -> Cell:
        """The cell of a figure of 2026."""
        trace = self.trace(Ask(figure, YEAR, by, member))
        key = trace.value.id
        words = f"{trace.value.figure.title}：在期间内登记的事项。来源：安全隐患排查整治台账。"
        return self.cells.setdefault(
            key, Cell(key, trace.value, words, f"SELECT count(*) FROM hazard -- {figure}", trace)
        )

    def trace(self, ask: Ask) -> Trace:
        """The value of an ask and the rows or parts behind it."""
        figure = self.catalogue.figures[ask.figure]
        if figure.kind == "year_on_year":
            this, last = (
                self.trace(Ask("opened", one, ask.by, ask.member)) for one in (ask.period, ask.period.last_year())
            )
            top, base = this.value.amount or Decimal(0), last.value.amount or Decimal(0)
            return Trace(
                Value(figure, ask, percent(top - base, base), top, base), parts=(("opened", this), ("opened", last))
            )
        if figure.kind == "ratio":
            upper, lower = (self.trace(Ask(name, ask.period, ask.by, ask.member)) for name in ("closed", "opened"))
            top, base = upper.value.amount or Decimal(0), lower.value.amount or Decimal(0)
            return Trace(
                Value(figure, ask, percent(top, base), top, base), parts=(("closed", upper), ("opened", lower))
            )
        rows = tuple(self._row(row, figure.declared.measure) for row in self.rows if self._counts(row, ask))
        amount = sum((row.measure for row in rows if isinstance(row.measure, Decimal)), Decimal(0))
        return Trace(Value(figure, ask, amount), rows)

    def _counts(self, row: Row, ask: Ask) -> bool:
        day = row["opened"]
        inside = isinstance(day, date) and ask.period.start <= day <= ask.period.end
        return (
            inside
            and (not ask.by or row[ask.by] == ask.member)
            and (ask.figure != "closed" or row["closed"] is not None)
        )

    def _row(self, row: Row, measure: str) -> TracedRow:
        columns = tuple((name, value) for name, value in row.items() if name not in ("id", "number"))
        return TracedRow(str(row["id"]), str(row["number"]), columns, row[measure] if measure else Decimal(1))


def report(count: int = 300, paragraphs: int = 1) -> Paper:
    """The duty-and-integrity report; ``paragraphs`` multiplies its plain body text."""
    county = County(count)
    n: Callable[..., Number] = county.number
    blocks: list[Paragraph | PaperTable] = [
        Paragraph(
            (
                Text(
                    "2026年，在县委、县政府坚强领导下，办公室深入贯彻上级决策部署，认真履行职责，统筹发展和安全，较好完成了各项任务。现将有关情况报告如下。"
                ),
            )
        ),
        Paragraph((Text("一、压实责任，安全隐患排查整治扎实推进"),), 1, 1),
        Paragraph((Text("（一）排查整治全面铺开"),), 2, 1),
        Paragraph(
            (
                Text("全年共排查安全隐患"),
                n("opened"),
                Text("处，同比增长"),
                n("change"),
                Text("%；同批办结"),
                n("closed"),
                Text("处，办结率"),
                n("rate"),
                Text("%，投入整改资金"),
                n("cost"),
                Text("万元。年内"),
                county.claim("未发生较大以上生产安全事故", "opened"),
                Text("。全县常住人口"),
                Quoted("41.6", "青岚县统计公报（2025年）"),
                Text("万人，每万人隐患数为"),
                Unresolved("【缺：每万人隐患数】", "没有登记常住人口的台账。"),
                Text("处。"),
            )
        ),
        Paragraph(
            (
                Text("1."),
                Text("突出重点领域。"),
                Text(
                    "对人员密集场所、建筑施工、道路交通、危险化学品等领域，坚持“全覆盖、零容忍、严执法、重实效”，逐一建立台账。其中重大隐患"
                ),
                n("opened", "level", "重大"),
                Text("处，较大隐患"),
                n("opened", "level", "较大"),
                Text("处，一般隐患"),
                n("opened", "level", "一般"),
                Text("处。"),
            ),
            3,
            2,
        ),
        Paragraph(
            (
                Text("（1）"),
                Text("实行挂牌督办。"),
                Text("重大隐患一律挂牌，由县领导包保，同批办结"),
                n("closed", "level", "重大"),
                Text("处，办结率"),
                n("rate", "level", "重大"),
                Text("%。"),
            ),
            4,
            2,
        ),
        Paragraph((Text("（二）分乡镇情况。"), Text("各乡镇（街道）按照属地管理原则落实责任，具体情况见下表。")), 2, 1),
        PaperTable(
            ("乡镇（街道）", "排查隐患（处）", "同批办结（处）", "办结率（%）", "投入资金（万元）"),
            tuple(
                ((Text(town),), *((n(figure, "town", town),) for figure in ("opened", "closed", "rate", "cost")))
                for town in TOWNS
            ),
            "2026年各乡镇（街道）安全隐患排查整治情况",
        ),
        *(Paragraph((Text(_BODY),)) for _ in range(paragraphs)),
        Paragraph((Text("二、严守纪律，廉洁从政要求落到实处"),), 1, 1),
        Paragraph(
            (
                Text("坚持把纪律规矩挺在前面，严格执行中央八项规定精神，"),
                Text("自觉接受监督", bold=True),
                Text("，带头落实“一岗双责”。" + _BODY),
            )
        ),
    ]
    return Paper(
        name="duty",
        title="青岚县人民政府办公室领导班子关于2026年度履行职责和廉洁从政情况的报告",
        period=YEAR,
        blocks=tuple(blocks),
        addressee="县委考核组",
        signature=("青岚县人民政府办公室",),
        signed_on=date(2027, 1, 8),
        cells=county.cells,
        revision="c0ffee" + "0" * 58,
        entries=4321,
        root="5eed" + "0" * 60,
        sources={DIGEST: "隐患台账（2026年）.xlsx"},
    )


_BODY = (
    "坚持问题导向、目标导向、结果导向相统一，健全工作机制，细化任务清单，层层传导压力，推动各项工作落地见效。"
    "牢固树立大局意识和服务意识，深入基层调查研究，广泛听取群众意见，着力解决群众急难愁盼问题，不断提升服务水平。"
)


def runs_of(paper: Paper) -> list[Run]:
    """All runs in reading order."""
    return [run for _, run in paper.runs()]
