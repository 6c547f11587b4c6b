"""``format``: a Word file held against GB/T 9704, and repaired in form alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from taizhang.commands.exits import PROBLEMS
from taizhang.commands.terminal import AsJson, print_json, say, stop
from taizhang.confine import office
from taizhang.proof.files.worker import DocumentOpener
from taizhang.proof.layout.format_gate import examine_form
from taizhang.proof.layout.format_repair import repair_form
from taizhang.proof.layout.profile import Profile, load_profile
from taizhang.proof.model import Finding
from taizhang.proof.telling import line, plain
from taizhang.terms.problem import Place, Problem, Refused

ProfileFile = Annotated[
    Path | None, typer.Option("--profile", help="本单位的格式规定（TOML），写明对标准的变通和出处。")
]


def format_(
    file: Annotated[Path, typer.Argument(help="Word 文件（.docx）。")],
    fixed: Annotated[Path | None, typer.Option("--output", "-o", help="把修好格式的文件写到这里；原件不动。")] = None,
    profile: ProfileFile = None,
    printed: Annotated[bool, typer.Option(help="用 LibreOffice 排出页面再量一遍。")] = True,
    as_json: AsJson = False,
) -> None:
    """格式关：按 GB/T 9704 核对 Word 文件；给出 -o 时只修格式、不改一字。有错误时退出码 1。"""
    try:
        chosen = load_profile(profile)
        with DocumentOpener() as desk:
            if fixed is None:
                _examine(file, chosen, printed, as_json, desk)
            else:
                _repair(file, fixed, chosen, as_json, desk)
    except Refused as refused:
        stop(refused.problems)


def _examine(file: Path, profile: Profile, printed: bool, as_json: bool, desk: DocumentOpener) -> None:
    found = examine_form(file, profile, printed=printed, desk=desk)
    if as_json:
        print_json({"file": str(file), "findings": [plain(one, str(file)) for one in found]})
    else:
        _tell(found)
        if printed and office.program() is None:
            say("本机没有 LibreOffice，没有量印出的页面（每面行数、每行字数）。")
        say(f"按《{profile.name}》核对：{_count(found)}。")
    _end(found)


def _repair(file: Path, fixed: Path, profile: Profile, as_json: bool, desk: DocumentOpener) -> None:
    if fixed.resolve() == file.resolve():
        raise Refused(
            Problem("PRF-211", "修好的文件不能写在原件上。", Place(file=str(file)), "请用 -o 给另一个文件名。")
        )
    made = repair_form(file, profile, desk)
    fixed.write_bytes(made.content)
    if as_json:
        left = [plain(one, str(fixed)) for one in made.left]
        print_json({"file": str(fixed), "done": list(made.done), "digest": made.digest, "findings": left})
    else:
        for done in made.done:
            say(f"已改：{done}")
        say(f"写到 {fixed}，改了 {len(made.done)} 处格式；文字一字未动（文字摘要前后都是 {made.digest[:16]}…）。")
        _tell(made.left)
        say(f"留给人定的：{_count(made.left)}。")
    _end(made.left)


def _tell(found: Sequence[Finding]) -> None:
    for one in found:
        say(line(one))


def _count(found: Sequence[Finding]) -> str:
    if not found:
        return "没有问题"
    errors = sum(one.level in ("block", "error") for one in found)
    return f"错误 {errors} 处，其他 {len(found) - errors} 处"


def _end(found: Sequence[Finding]) -> None:
    if any(one.level in ("block", "error") for one in found):
        raise typer.Exit(PROBLEMS)
