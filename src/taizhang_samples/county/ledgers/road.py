"""Write the road projects: twelve months of kilometres, money in 万元 one year and 元 the other, wrong running totals."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from taizhang_samples.county.columns import choice, note, number, opened_on, optional_day, place, sequence, text
from taizhang_samples.county.form import Block, Column, reorder
from taizhang_samples.county.grid import Grid, letter
from taizhang_samples.county.names import COUNTY, TOWNSHIPS, some, village
from taizhang_samples.county.numbers import TEN_THOUSAND, native, write_number
from taizhang_samples.county.pen import Pen
from taizhang_samples.county.plan import Fault, Ledger, Page, Row, Warned
from taizhang_samples.county.record import CellValue, Fact, Record, amount, amounts, exact, word

_CLASSES = ("国省干线", "县道", "乡道", "村道")
_NATURES = {"新建": ("新建", "新建", "新开工"), "续建": ("续建", "续建", "上年结转")}
_MONEY = ("plan_inv", "done_inv", "match_prov", "match_city", "match_county")
_METRE, _CENT = Decimal("0.001"), Decimal("0.01")


def _make(rng: Random, scale: int) -> list[Record]:
    records: list[Record] = []
    for year, many in ((2024, 5), (2025, 30), (2026, 22)):
        for turn in range(1, many * scale + 1):
            records += _project(rng, year, f"G{year}-{turn:02}")
    return records


def _project(rng: Random, year: int, tag: str) -> list[Record]:
    """Give a project's row in each year it is listed in; one begun in 2024 is listed from 2025 on."""
    opened = date(year, 1, 15) + timedelta(days=rng.randint(0, 270))
    length = rng.randint(60, 480)
    closed: date | None = opened + timedelta(days=length)
    if closed and closed.year > 2026:
        closed = None
    kind, township = some(rng, _CLASSES), some(rng, TOWNSHIPS)
    name = f"{township}{village(rng)}{some(rng, ('通村路硬化', '路基加固', '改扩建', '安全防护', '桥梁拆建'))}工程"
    left = Decimal(rng.randint(600, 9000)) * _METRE
    price = Decimal(rng.randint(60, 320))
    rows: list[Record] = []
    for listed in range(max(year, 2025), 2027):
        if closed is not None and closed.year < listed:
            break
        until = closed if closed is not None and closed.year == listed else None
        months = _months(rng, left, listed, opened, until)
        built = sum(months, Decimal(0))
        facts: dict[str, Fact] = {
            "no": tag,
            "year": listed,
            "name": name,
            "township": township,
            "cls": kind,
            "nature": "新建" if listed == year else "续建",
            "opened": opened,
            "closed": until,
            "plan_km": left,
            "months": months,
            "plan_inv": (left * price).quantize(_CENT),
            **_money(built * price * Decimal(rng.randint(92, 108)) / 100),
        }
        rows.append(facts)
        left -= built
        if left <= 0:
            break
    return rows


def _months(rng: Random, plan: Decimal, year: int, opened: date, until: date | None) -> tuple[Decimal, ...]:
    first = opened.month if opened.year == year else 1
    last = until.month if until else 12
    weights = [rng.randint(1, 5) if first <= month <= last else 0 for month in range(1, 13)]
    share = Decimal(1) if until else Decimal(rng.randint(30, 80)) / 100
    goal = (plan * share).quantize(_METRE)
    months = [(goal * weight / sum(weights)).quantize(_METRE) for weight in weights]
    months[last - 1] += goal - sum(months)
    return tuple(months)


def _money(done: Decimal) -> dict[str, Fact]:
    whole = done.quantize(_CENT)
    province, city = (whole / 2).quantize(_CENT), (whole / 5).quantize(_CENT)
    return {"done_inv": whole, "match_prov": province, "match_city": city, "match_county": whole - province - city}


def _month(index: int) -> Column:
    def write(record: Record, pen: Pen) -> CellValue:
        return write_number(amounts(record, "months")[index], "公里", pen)

    return Column(f"km{index + 1}", (f"{index + 1}月",), write, (f"{index + 1}月",))


def _built(record: Record) -> Decimal:
    return sum(amounts(record, "months"), Decimal(0))


def _amount(key: str, headings: tuple[str, ...], unit: str, under: tuple[str, ...]) -> Column:
    def write(record: Record, pen: Pen) -> CellValue:
        money = amount(record, key)
        return write_number(money * TEN_THOUSAND if unit == "元" else money, unit, pen)

    return Column(key, headings, write, under)


def _blocks(unit: str, *, classed: bool) -> tuple[Block, ...]:
    shown = "（万元）" if unit == "万元" else ""
    total = Column(
        "km_sum", ("本年累计",), lambda r, _pen: native(_built(r)), ("累计", "本年累计", "累计完成", "全年累计")
    )
    classes = choice("cls", ("公路类别", "道路等级", "项目类别"), {kind: (kind,) for kind in _CLASSES})
    return (
        Block((sequence(),)),
        *((Block((classes,)),) if classed else ()),
        Block((text("no", ("项目编码", "项目编号", "项目代码")), text("name", ("项目名称", "工程名称", "建设项目")))),
        Block((place("township", ("所在乡镇", "建设地点", "属地", "所属乡镇")),)),
        Block((choice("nature", ("建设性质", "性质", "项目性质"), _NATURES),)),
        Block(
            (
                opened_on("opened", ("开工日期", "开工时间", "实际开工日期")),
                optional_day("closed", ("完工日期", "竣工日期", "交工时间", "完工时间")),
            )
        ),
        Block((number("plan_km", ("计划里程（公里）", "建设里程（公里）", "本年计划里程（公里）"), "公里"),)),
        Block(
            (*map(_month, range(12)), total), ("当月完成里程（公里）", "各月完成里程（公里）", "月度完成情况（公里）")
        ),
        Block(
            (
                _amount("plan_inv", ("计划投资",), unit, ("计划投资", "本年计划投资", "年度计划投资")),
                _amount("done_inv", ("完成投资",), unit, ("完成投资", "本年完成投资", "实际完成投资")),
            ),
            (f"投资{shown}", f"投资情况{shown}", f"投资完成情况{shown}"),
        ),
        Block(
            (
                _amount("match_prov", ("省级配套",), unit, ("省级", "省补", "省级补助")),
                _amount("match_city", ("市级配套",), unit, ("市级", "市补", "市级补助")),
                _amount("match_county", ("县级配套",), unit, ("县级", "县级配套", "县级自筹")),
            ),
            (f"配套资金{shown}", f"资金来源{shown}", f"资金配套{shown}"),
        ),
        Block((note(("雨季影响", "征地中", "以工代赈")),)),
    )


class _Finisher:
    """Fill the total row and spoil one running total and one sum of a sheet."""

    def __init__(self, factor: Decimal, wrong_km: Decimal, wrong_money: Decimal) -> None:
        self.factor, self.wrong_km, self.wrong_money = factor, wrong_km, wrong_money

    def __call__(self, grid: Grid, rows: Sequence[Row], places: Mapping[str, int], rng: Random) -> list[Warned]:
        """Complete the sheet; give the two stated totals that are wrong."""
        chosen = rng.choice([row for row in rows if not row.sober])
        place_of_sum = places["km_sum"]
        right = _built(chosen.record)
        grid.put(chosen.number, place_of_sum, native(right + self.wrong_km))
        cell = f"{letter(place_of_sum)}{chosen.number}"
        warned = [Warned("row_total_mismatch", grid.name, cell, exact(right + self.wrong_km), exact(right))]
        counted = [row.record for row in rows if row.counts]
        bottom = next(row for row, kind in reversed(grid.kinds) if kind == "total")
        grid.put(bottom, 1, "")
        for key, place_of in places.items():
            total = self._total(key, counted)
            if total is None:
                continue
            stated = total + self.wrong_money * self.factor if key == "done_inv" else total
            grid.put(bottom, place_of, native(stated))
            if stated != total:
                cell = f"{letter(place_of)}{bottom}"
                warned.append(Warned("total_mismatch", grid.name, cell, exact(stated), exact(total)))
        return warned

    def _total(self, key: str, counted: Sequence[Record]) -> Decimal | None:
        if key in _MONEY:
            return sum((amount(record, key) * self.factor for record in counted), Decimal(0))
        if key == "plan_km":
            return sum((amount(record, key) for record in counted), Decimal(0))
        if key == "km_sum":
            return sum(map(_built, counted), Decimal(0))
        if key.startswith("km"):
            return sum((amounts(record, "months")[int(key[2:]) - 1] for record in counted), Decimal(0))
        return None


def _pages(records: Sequence[Record], rng: Random) -> list[Page]:
    pages = []
    for year, unit in ((2025, "万元"), (2026, "元")):
        mine = [r for r in records if r.get("year") == year]
        mine.sort(key=lambda r: _CLASSES.index(word(r, "cls")))
        in_headings = year == 2025
        about: dict[str, str | int] = {"money_unit": unit}
        pages.append(
            Page(
                f"{year}年" if in_headings else "2026年公路项目",
                mine,
                reorder(_blocks(unit, classed=not in_headings), rng),
                f"{COUNTY}{year}年公路建设项目进度情况表",
                f"填报单位：县公路事业发展中心　　　　金额单位：{unit}　　里程单位：公里　　　　{year}年12月31日",
                "个",
                year=year,
                about=about | ({"class_from": "subheading"} if in_headings else {}),
                part=_class,
                subheading=_numbered if in_headings else None,
                merged=None if in_headings else "cls",
                notes=("续建项目的计划数为本年任务。",),
                finish=_Finisher(Decimal(1) if in_headings else TEN_THOUSAND, Decimal("0.9"), Decimal(60)),
            )
        )
    return pages


def _class(record: Record) -> str:
    return word(record, "cls")


def _numbered(part: str, count: int) -> str:
    return f"（{'一二三四'[_CLASSES.index(part)]}）{part}（{count}个）"


# repeats: exact copies of rows, which count once.
ROAD = Ledger(
    "road",
    "11_公路建设项目进度台账.xlsx",
    "xlsx",
    ("no", "name", "plan_km", "plan_inv", "done_inv"),
    _make,
    _pages,
    (
        Fault("missing_required", "name"),
        Fault("missing_required", "plan_km"),
        Fault("bad_number", "plan_inv"),
        Fault("negative_number", "done_inv"),
        Fault("closed_before_opened", "closed", related="opened"),
        Fault("impossible_date", "opened"),
        Fault("number_conflict", "no"),
    ),
    repeats=1,
    unit_of_record="一个项目在一年里是一行",
)
