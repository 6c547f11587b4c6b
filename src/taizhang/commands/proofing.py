"""``proof``: documents put through the gates, findings listed, decided on, and written into a copy."""

from __future__ import annotations

import getpass
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.markup import escape
from typer.core import TyperGroup

from taizhang.commands.exits import PROBLEMS, USAGE
from taizhang.commands.terminal import HERE, AsJson, Home, err, list_problems, out, print_json, say, stop
from taizhang.papers.gates.subject import of_file
from taizhang.papers.gates.walk import every_gate, own_profile
from taizhang.proof.basis.shelf import load_shelf
from taizhang.proof.content.rule import OfficeSettings
from taizhang.proof.content.rules import table
from taizhang.proof.dispositions import Disposition, decide, folder_for, key_of, recall, remember
from taizhang.proof.files.lists import read_units, read_words
from taizhang.proof.files.read import READERS, read_document
from taizhang.proof.files.word_marking import mark_word
from taizhang.proof.model import GATE_NAMES, LEVEL_NAMES, Document, Finding
from taizhang.proof.model import Level as Grade
from taizhang.proof.slips.learning import keep_learned, recall_learned, unattested
from taizhang.proof.telling import line, place, plain
from taizhang.terms.clock import current_day
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence

LEVELS: tuple[Grade, ...] = ("block", "error", "warn", "info")
_COLOURS = {"block": "bold red", "error": "red", "warn": "yellow", "info": "bright_black"}
# What the watched folder adds to a paper's name, and how long it waits between looks, in seconds.
_ANSWERS = ("-标注", "-疑点")
# Seconds. Chosen: a file is noticed before its writer wonders; looking at a folder costs next to nothing.
_PAUSE = 2.0
BODY_LEVELS = ("省", "市", "县", "区", "旗", "镇", "乡")


class _Group(TyperGroup):
    """Takes ``taizhang proof FILE…`` as ``taizhang proof check FILE…``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Puts ``check`` before what is no command."""
        known = not args or args[0] in self.commands or args[0] == "--help"
        return super().parse_args(ctx, args if known else ["check", *args])


proof = typer.Typer(cls=_Group, help="三关审核：查文稿，处置疑点。", no_args_is_help=True)
Files = Annotated[list[Path], typer.Argument(metavar="FILE…", help="要查的文件：.docx .txt .md .html .pdf。")]
WordList = Annotated[Path | None, typer.Option("--words", help="本单位词表，每行“错词 对词”，可只写错词。")]
UnitList = Annotated[Path | None, typer.Option("--units", help="机构名录，每行一个名称。")]
AsOf = Annotated[str, typer.Option("--as-of", help="数字截至哪一天，例如 2025-12-31。")]
BodyLevel = Annotated[str, typer.Option("--body-level", help="本级：省、市、县、区、旗、镇、乡。")]


@dataclass(frozen=True, slots=True)
class ProofedDocument:
    """One document with its findings and what was decided on them."""

    path: Path
    document: Document
    findings: tuple[tuple[str, Finding], ...]
    decided: dict[str, Disposition]

    def is_waived(self, key: str) -> bool:
        """Whether the finding was waived."""
        return key in self.decided and self.decided[key].decision == "waived"

    def is_stopped(self) -> bool:
        """Whether an error or a block stands that was not waived."""
        return any(one.level in ("block", "error") and not self.is_waived(key) for key, one in self.findings)


@proof.command("check")
def check(
    files: Files,
    home: Home = HERE,
    level: Annotated[str, typer.Option(help="列到哪一级为止：block error warn info。")] = "warn",
    words: WordList = None,
    units: UnitList = None,
    as_of: AsOf = "",
    body_level: BodyLevel = "",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="把疑点写成批注和修订，存到这个 Word 文件；原件不动。")
    ] = None,
    show_all: Annotated[bool, typer.Option("--all", help="豁免过的也列出来。")] = False,
    as_json: AsJson = False,
) -> None:
    """查文稿：列出疑点；有错误或阻断时退出码为 1。"""
    shown = _levels(level)
    setting = _setting(words, units, as_of, body_level)
    if output and (len(files) != 1 or files[0].suffix.lower() != ".docx"):
        _stop_misuse("-o 只能用于一个 .docx 文件。")
    checked, problems = _check(files, home, setting)
    if output:
        for one in checked:
            _mark(one, output, shown)
    if as_json:
        findings = [
            _plain(one, key, finding) for one in checked for key, finding in _list_findings(one, shown, show_all)
        ]
        print_json({"findings": findings, "problems": [problem.as_dict() for problem in problems]})
    else:
        list_problems(problems)
        for one in checked:
            _print(one, shown, show_all)
    if problems or any(one.is_stopped() for one in checked):
        raise typer.Exit(PROBLEMS)


@proof.command("dispose")
def dispose(
    file: Annotated[Path, typer.Argument(help="查过的文件。")],
    keys: Annotated[list[str], typer.Argument(metavar="KEY…", help="疑点编号（八位），可写几个。")],
    accept: Annotated[bool, typer.Option("--accept", help="采纳：认可疑点，将修改。")] = False,
    waive: Annotated[bool, typer.Option("--waive", help="豁免：不改，须写理由和姓名。")] = False,
    reason: Annotated[str, typer.Option(help="理由。")] = "",
    by: Annotated[str, typer.Option(help="处置人，默认为当前登录名（仅采纳时）。")] = "",
    home: Home = HERE,
    words: WordList = None,
    units: UnitList = None,
    as_of: AsOf = "",
    body_level: BodyLevel = "",
) -> None:
    """处置疑点：采纳或豁免，下次检查时仍然记得。"""
    if accept == waive:
        _stop_misuse("请写 --accept 或 --waive 之一。")
    checked, problems = _check([file], home, _setting(words, units, as_of, body_level))
    if problems:
        stop(problems)
    try:
        decided = decide(
            dict(checked[0].findings),
            keys,
            file.name,
            decision="waived" if waive else "accepted",
            by=by or ("" if waive else getpass.getuser()),
            reason=reason,
            on=current_day(),
        )
        remember(folder_for(file, home), decided)
    except Refused as refused:
        stop(refused.problems)
    for one in decided:
        say(f"{one.key} {one.rule}“{one.text[:20]}”：{'豁免' if waive else '采纳'}（{one.by}）")


@proof.command("learn")
def learn(files: Files, units: UnitList = None, home: Home = HERE) -> None:
    """学习本单位的用词：往年文稿里反复出现的字词、机构名录里的名称，以后不再当作错别字。"""
    texts: list[str] = []
    problems: list[Problem] = []
    for path in files:
        try:
            texts.append("\n".join(one.text for one in read_document(path).paragraphs))
        except Refused as refused:
            problems += refused.problems
    names = read_units(units) if units else ()
    new = keep_learned(folder_for(files[0], home), unattested(texts, names))
    say(f"读了{len(texts)}个文件、{len(names)}个名称，新学会{new}个字词。")
    if problems:
        stop(problems)


@proof.command("watch")
def watch(
    folder: Annotated[Path, typer.Argument(help="要看着的文件夹：放进文稿，取走标注稿。")],
    home: Home = HERE,
    once: Annotated[bool, typer.Option("--once", help="只看一遍就结束。")] = False,
) -> None:
    """看着一个文件夹：放进一份文稿，旁边就有它的标注稿（Word）或疑点清单（其他）。"""
    if not folder.is_dir():
        stop(
            [
                Problem(
                    "PRF-101",
                    sentence("“{folder}”不是文件夹。", folder=folder),
                    Place(file=str(folder)),
                    "请先建好文件夹。",
                )
            ]
        )
    while True:
        for path in sorted(folder.iterdir()):
            if path.suffix.lower() in READERS and not path.stem.endswith(_ANSWERS) and _is_new(path):
                _answer(path, home)
        if once:
            return
        time.sleep(_PAUSE)


def _answer_of(path: Path) -> Path:
    marked = path.suffix.lower() == ".docx"
    return path.with_name(f"{path.stem}-标注.docx" if marked else f"{path.stem}-疑点.txt")


def _is_new(path: Path) -> bool:
    """Whether a paper has no answer beside it, or was changed since."""
    answer = _answer_of(path)
    return not answer.exists() or answer.stat().st_mtime < path.stat().st_mtime


def _answer(path: Path, home: Path) -> None:
    """Writes the marked copy or the list beside a paper; why it cannot be read is the list of one that cannot."""
    checked, problems = _check([path], home, OfficeSettings())
    answer = _answer_of(path)
    if problems:
        answer.with_suffix(".txt").write_text("\n".join(f"{one.message}{one.hint}" for one in problems) + "\n", "utf-8")
        answer = answer.with_suffix(".txt")
    elif answer.suffix == ".docx":
        _mark(checked[0], answer, _levels("warn"))
    else:
        found = [finding for _, finding in _list_findings(checked[0], _levels("warn"), False)]
        answer.write_text("".join(f"{line(one)}\n" for one in found) or "没有疑点。\n", "utf-8")
    say(f"{path.name} → {answer.name}")


@proof.command("rules")
def rules() -> None:
    """列出全部规则：代码、名称、关口、级别、依据、例子。"""
    say(table())


def _check(files: Sequence[Path], home: Path, setting: OfficeSettings) -> tuple[list[ProofedDocument], list[Problem]]:
    """Every file that can be read, checked; the problems of those that cannot."""
    checked: list[ProofedDocument] = []
    problems: list[Problem] = []
    for path in files:
        try:
            learned = recall_learned(folder_for(path, home))
            subject = replace(of_file(path, home), setting=replace(setting, learned=learned))
            found = every_gate(subject, load_shelf(home / "basis"), current_day(), own_profile(home))
            decided = dict(recall(subject.folder, subject.name))
        except Refused as refused:
            problems += refused.problems
            continue
        findings = tuple((key_of(one, subject.document), one) for one in found)
        checked.append(ProofedDocument(path, subject.document, findings, decided))
    return checked, problems


def _setting(words: Path | None, units: Path | None, as_of: str, body_level: str) -> OfficeSettings:
    if body_level and body_level not in BODY_LEVELS:
        _stop_misuse(f"没有“{body_level}”这一级，可用：{'、'.join(BODY_LEVELS)}。")
    try:
        return OfficeSettings(
            as_of=date.fromisoformat(as_of) if as_of else None,
            body_level=body_level,
            units=read_units(units) if units else (),
            words=read_words(words) if words else (),
        )
    except Refused as refused:
        stop(refused.problems)
    except ValueError:
        _stop_misuse(f"日期“{as_of}”写法不对，应为 2025-12-31。")


def _levels(least: str) -> frozenset[str]:
    if least not in LEVELS:
        _stop_misuse(f"没有“{least}”这一级，可用：{' '.join(LEVELS)}。")
    return frozenset(LEVELS[: LEVELS.index(least) + 1])


def _stop_misuse(message: str) -> NoReturn:
    err.print(f"[red]{escape(message)}[/red]")
    raise typer.Exit(USAGE)


def _list_findings(one: ProofedDocument, shown: frozenset[str], show_all: bool) -> Iterator[tuple[str, Finding]]:
    for key, finding in one.findings:
        if finding.level in shown and (show_all or not one.is_waived(key)):
            yield key, finding


def _mark(one: ProofedDocument, output: Path, shown: frozenset[str]) -> None:
    if output.resolve() == one.path.resolve():
        stop([Problem("PRF-025", "标注稿不能盖过原件。", Place(file=str(output)), "请换一个文件名。")])
    try:
        raw = mark_word(one.path, [finding for _, finding in _list_findings(one, shown, False)], datetime.now(UTC))
    except Refused as refused:
        stop(refused.problems)
    output.write_bytes(raw)
    err.print(f"标注稿：{escape(str(output))}")


def _plain(one: ProofedDocument, key: str, finding: Finding) -> dict[str, object]:
    number = finding.spot.paragraph
    line = one.document.paragraphs[number - 1].line if number else 0
    decided = one.decided.get(key)
    return plain(finding, str(one.path), line) | {
        "id": key,
        "disposition": decided.decision if decided else "",
        "reason": decided.reason if decided else "",
        "by": decided.by if decided else "",
    }


def _print(one: ProofedDocument, shown: frozenset[str], show_all: bool) -> None:
    listed = list(_list_findings(one, shown, show_all))
    waived = sum(one.is_waived(key) for key, _ in one.findings)
    counts = "，".join(
        f"{LEVEL_NAMES[level]}{sum(finding.level == level for _, finding in one.findings)}" for level in LEVELS
    )
    say(f"{one.path}：{counts}" + (f"，其中已豁免{waived}" if waived else ""))
    for key, finding in listed:
        colour, level = _COLOURS[finding.level], LEVEL_NAMES[finding.level]
        gate, where = GATE_NAMES[finding.gate], place(finding.spot)
        out.print(f"  [{colour}]{level}[/{colour}] {key} {finding.rule} {gate}关 {where}")
        out.print(f"      {_around(one.document, finding)}")
        decided = one.decided.get(key)
        note = (
            f"（已{'豁免' if decided.decision == 'waived' else '采纳'}：{decided.by} {decided.reason}）"
            if decided
            else ""
        )
        say(f"      {finding.message}{finding.suggestion}【{finding.source}】{note}")


def _around(document: Document, finding: Finding) -> str:
    """The words found, set off, with some words on either side."""
    spot = finding.spot
    if not spot.paragraph:
        return escape(finding.text)
    text = document.paragraphs[spot.paragraph - 1].text
    before, words, after = (
        text[max(0, spot.start - 16) : spot.start],
        text[spot.start : spot.end],
        text[spot.end : spot.end + 16],
    )
    return f"…{escape(before)}[reverse]{escape(words[:60])}[/reverse]{escape(after)}…"
