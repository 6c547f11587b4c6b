"""``library insert``, ``collect``, ``zip`` and ``release``: past documents used again, and copies given out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from taizhang.commands.library.answers import (
    As,
    UpTo,
    Who,
    line_of,
    now,
    open_library,
    person,
    plain_document,
    reader,
    wrong,
)
from taizhang.commands.library.finding import Number
from taizhang.commands.terminal import HERE, AsJson, Home, list_problems, print_json, say, table
from taizhang.masking.rules import read_rules
from taizhang.terms.clock import current_day
from taizhang.terms.period import Period

if TYPE_CHECKING:
    from taizhang.masking.mask import Masked


def insert(
    identity: Number,
    first: Annotated[int, typer.Argument(help="从第几段。")],
    last: Annotated[int, typer.Argument(help="到第几段；不写为一段。")] = 0,
    home: Home = HERE,
    as_unit: As = "",
    up_to: UpTo = "内部",
    who: Who = "",
    as_json: AsJson = False,
) -> None:
    """取一段供起草用：数字变成待填的空 {{?…}}，出处留在段后；取用记入日志。"""
    with open_library(home) as library:
        taken = library.insertion(
            identity, first - 1, (last or first) - 1, allowed=reader(as_unit, up_to), who=person(who), at=now()
        )
        if as_json:
            slots = [{"start": one.start, "end": one.end, "written": one.written} for one in taken.slots]
            print_json({"markdown": taken.markdown, "origin": taken.origin, "slots": slots})
        else:
            typer.echo(taken.markdown, nl=False)


def collect(
    name: Annotated[str, typer.Argument(help="专辑名；不写则列出全部专辑。")] = "",
    ids: Annotated[
        list[int] | None, typer.Argument(metavar="[ID]...", help="放进去的文件；不写则列出这个专辑。")
    ] = None,
    home: Home = HERE,
    remove: Annotated[bool, typer.Option("--remove", help="从专辑里拿出来；文件仍在资料库。")] = False,
    as_json: AsJson = False,
) -> None:
    """专辑：把几份文件放在一起。"""
    allowed = reader("", "内部")
    with open_library(home) as library:
        shelves = library.shelves
        if ids and remove:
            shelves.take_out(name, ids, allowed=allowed)
        elif ids:
            shelves.put(name, ids, allowed=allowed)
        names = shelves.names(allowed=allowed)
        held = shelves.on(name, allowed=allowed) if name else []
        if as_json:
            print_json([plain_document(one) for one in held] if name else names)
        elif name:
            table(name, ("编号", "标题", "说明"), [(f"#{one.id}", one.meta.title, line_of(one)) for one in held])
        else:
            table("专辑", ("名称", "份"), [(each, str(count)) for each, count in names.items()], frozenset({1}))


def zip_(
    target: Annotated[Path, typer.Argument(help="写到哪个 .zip。")],
    ids: Annotated[list[int] | None, typer.Argument(metavar="[ID]...", help="要下载的文件。")] = None,
    home: Home = HERE,
    collection: Annotated[str, typer.Option(help="下载整个专辑。")] = "",
    as_unit: As = "",
    up_to: UpTo = "内部",
    who: Who = "",
) -> None:
    """下载原件，打成一个 zip；每一份都记入取用日志。"""
    allowed = reader(as_unit, up_to)
    with open_library(home) as library:
        wanted = [*(ids or []), *(one.id for one in library.shelves.on(collection, allowed=allowed))]
        if not wanted:
            wrong("请给出文件编号，或用 --collection 指定专辑。")
        count = library.shelves.download(wanted, target, allowed=allowed, who=person(who), at=now())
        say(f"已下载 {count} 份到 {target}。")


def release(
    identity: Number,
    rules: Annotated[Path, typer.Argument(help="脱敏规则（TOML），写法见 docs/library.md。")],
    target: Annotated[Path, typer.Argument(help="脱敏件写到哪里：.docx 为公文格式的Word文件，其他为纯文本。")],
    home: Home = HERE,
    as_unit: As = "",
    up_to: UpTo = "内部",
    who: Who = "",
    as_json: AsJson = False,
) -> None:
    """做一份可以公开的脱敏件，列出替换了什么、还残留什么；有残留时退出码 1。"""
    if not rules.is_file():
        wrong(f"没有规则文件“{rules}”。")
    with open_library(home) as library:
        read = read_rules(rules.read_text("utf-8"), rules.name)
        copy = library.release(identity, read, allowed=reader(as_unit, up_to), who=person(who), at=now())
        _write(copy.text, target)
        if as_json:
            print_json(
                {
                    "replaced": [
                        {"kind": one.kind, "before": one.before, "after": one.after, "count": one.count}
                        for one in copy.replaced
                    ],
                    "residue": [problem.as_dict() for problem in copy.residue],
                }
            )
        else:
            _show(copy, target)
        if copy.residue:
            raise typer.Exit(1)


def _write(text: str, target: Path) -> None:
    """The copy as a new file made of its text alone, so that nothing else of the original goes along."""
    if target.suffix.lower() != ".docx":
        target.write_text(text + "\n", "utf-8")
        return
    from taizhang.rendering.word import write_docx
    from taizhang.reports.paper import Paper, Paragraph, Text

    title, *lines = text.split("\n")
    blocks = tuple(Paragraph((Text(line),)) for line in lines)
    write_docx(Paper("release", title, Period.year(current_day().year), blocks), target)


def _show(copy: Masked, target: Path) -> None:
    rows = [(one.kind, one.before, one.after, str(one.count)) for one in copy.replaced]
    table("替换清单", ("类别", "原文", "改为", "处"), rows, frozenset({3}))
    list_problems(copy.residue)
    say(
        f"脱敏件已写到 {target}，还有 {len(copy.residue)} 处要人工核对。"
        if copy.residue
        else f"脱敏件已写到 {target}。"
    )
