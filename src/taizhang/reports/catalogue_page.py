"""The catalogue as one page for people: which mechanism lives where, what each ledger keeps, what fills each place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from taizhang.catalogue.declared import PROFILES
from taizhang.catalogue.model import ClockDeclaration, IdentityDeclaration
from taizhang.catalogue.predicate import parse
from taizhang.catalogue.resolved import Catalogue, Ledger
from taizhang.figures.words import describe_condition
from taizhang.reports.coverage import Fitted, Server

HEAD = """# 目录一览

本页由 `taizhang coverage --write-docs docs/catalogue.md` 生成，不要手工改。写法见 [catalogue-guide.md](catalogue-guide.md)。
"""
EVERY = {"month": "每月", "quarter": "每季度", "half_year": "每半年", "year": "每年"}
_UNITS = {"workday": "个工作日", "day": "日", "month": "个月", "year": "年", "hour": "小时", "minute": "分钟"}
_LEVELS = {"error": "错误", "warning": "提示"}
_LIVES = {"closed_loop": "闭环", "activity": "活动", "progress": "进度", "document": "文书"}


def page(whole: Catalogue, profiles: Mapping[str, Catalogue], commands: Collection[str]) -> str:
    """The page in Markdown. whole: everything switched on; profiles: each profile's own."""
    fitted = Fitted(whole, commands)
    parts = (
        _mechanisms(whole, fitted),
        _ledgers(whole, profiles),
        _places(whole, fitted),
        _clocks(whole),
        _identities(whole.identities),
        _rules(whole),
    )
    return "\n".join([HEAD, *(line for part in parts for line in part)]).rstrip("\n") + "\n"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', '｜').replace(chr(10), ' ') for cell in cells)} |"


def _table(*columns: str) -> Iterator[str]:
    yield from ("", _row(*columns), _row(*("---" for _ in columns)))


def _mechanisms(whole: Catalogue, fitted: Fitted) -> Iterator[str]:
    yield f"## 工作机制（{len(whole.measure.mechanisms)} 项）"
    yield from _table("编号", "机制", "类别", "报告", "在哪里")
    for id_, one in whole.measure.mechanisms.items():
        where = "；".join(_describe_served(whole, server) for server in fitted.servers.get(id_, ())) or "（缺）"
        yield _row(id_, one.title, one.family, " ".join(one.reports), where)


def _describe_served(whole: Catalogue, server: Server) -> str:
    name = f"{server.kind} {server.title}（`{server.name}`）"
    if not server.where:
        return name
    return f"{name}中{describe_condition(parse(server.where), whole.ledgers[server.name].columns)}的"


def _ledgers(whole: Catalogue, profiles: Mapping[str, Catalogue]) -> Iterator[str]:
    yield f"\n## 台账（{len(whole.ledgers)} 类，指标 {len(whole.figures)} 个）"
    yield from _table("台账", "启用", "类型", "字段", "指标", "法定时限")
    for name, ledger in whole.ledgers.items():
        on = [profile for profile in PROFILES if name in profiles[profile].ledgers]
        shown = "全部" if len(on) == len(PROFILES) else " ".join(on)
        fields = "、".join(field.title for field in ledger.declared.field.values())
        figures = sum(figure.ledger == name for figure in whole.figures.values())
        clocks = "、".join(_mark(clock) for key, clock in whole.clocks.items() if _runs(key, clock, ledger))
        life = _LIVES[ledger.declared.lifecycle]
        yield _row(f"{ledger.title}（`{name}`）", shown, life, fields, f"{figures}", clocks or "—")


def _runs(key: str, clock: ClockDeclaration, ledger: Ledger) -> bool:
    return ledger.name in clock.ledgers or key == ledger.declared.clock


def _mark(clock: ClockDeclaration) -> str:
    return f"{clock.title}（未核）" if clock.unverified else clock.title


def _places(whole: Catalogue, fitted: Fitted) -> Iterator[str]:
    for key, report in whole.measure.reports.items():
        slots = {id_: slot for id_, slot in whole.measure.slots.items() if slot.report == key}
        yield f"\n## {key} {report.title}：{len(slots)} 处"
        yield from _table("处", "段", "要填的", "单位", "填什么")
        for id_, slot in slots.items():
            bound = "；".join(_describe_bound(whole, name) for name in fitted.bound.get(id_, ())) or "（缺）"
            yield _row(id_, slot.section, slot.title, slot.unit or "—", bound)


def _describe_bound(whole: Catalogue, name: str) -> str:
    kind, _, rest = name.rpartition(":")
    if kind == "text":
        return f"文字 {whole.texts[rest].title}（`{rest}`）"
    if kind == "feature":
        return f"功能 {whole.features[rest].title}（`taizhang {whole.features[rest].command}`）"
    figure = whole.figures[name]
    return f"{figure.title}（`{name}`，{figure.kind}）"


def _clocks(whole: Catalogue) -> Iterator[str]:
    yield f"\n## 法定时限（{len(whole.clocks)} 条）\n"
    yield "可信度：V 已读全文；VL 地方规定；VP 公开网页转引；M-h、M-l 凭记忆。V 以外的一律显示“未核”。"
    yield from _table("时限", "从何时起", "期限", "延长", "依据", "施行", "可信度")
    for name, one in whole.clocks.items():
        limit = f"{EVERY[one.every]}{one.times}次" if one.every else f"{one.amount}{_UNITS[one.unit]}"
        longer = f"{one.extension}{_UNITS[one.unit]}，{one.extensions}次" if one.extension else "—"
        longer += f"，{one.approver}批准" if one.approver else ""
        since = f"{one.effective_from or ''}—{one.effective_to or ''}".strip("—") or "—"
        trust = f"{one.confidence}（未核）" if one.unverified else one.confidence
        yield _row(
            f"{one.title}（`{name}`）",
            one.trigger or "—",
            limit,
            longer,
            f"《{one.source}》{one.article}",
            since,
            trust,
        )


def _identities(identities: Mapping[str, IdentityDeclaration]) -> Iterator[str]:
    yield f"\n## 恒等式（{len(identities)} 条）"
    yield from _table("名称", "须成立", "级别")
    for name, one in identities.items():
        yield _row(f"`{name}`", one.title + (f"（逐组：{one.by}）" if one.by else ""), _LEVELS[one.level])


def _rules(whole: Catalogue) -> Iterator[str]:
    yield "\n## 制度与功能"
    yield from _table("名称", "内容", "依据或命令")
    for name, rule in whole.rules.items():
        yield _row(f"{rule.title}（`{name}`）", rule.text, f"{rule.source}（{rule.since}起）")
    for name, feature in whole.features.items():
        yield _row(f"功能（`{name}`）", feature.title, f"`taizhang {feature.command}`")
