"""``library search``, ``show``, ``reuse``, ``alike`` and ``compare``: what stands in the library, and where it stood before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from taizhang.commands.exits import PROBLEMS
from taizhang.commands.library.answers import (
    As,
    Issuers,
    Kinds,
    Units,
    UpTo,
    Years,
    filters_of,
    label_of,
    line_of,
    mark_bold,
    open_library,
    paint,
    plain_document,
    plain_passage,
    reader,
    wrong,
)
from taizhang.commands.terminal import HERE, AsJson, Home, list_problems, out, print_json, say, stop, table
from taizhang.terms.clock import current_day
from taizhang.terms.problem import Problem
from taizhang.terms.sentence import sentence

if TYPE_CHECKING:
    from taizhang.library.compare import Comparison
    from taizhang.library.model import LibraryDocument, SearchResult
    from taizhang.library.reuse import Reused, SimilarDocuments

Number = Annotated[int, typer.Argument(metavar="ID", help="文件编号。")]
_FACETS = {"kind": "文种", "issuer": "发文机关", "year": "年份", "level": "级别", "status": "状态"}


def search(
    query: Annotated[str, typer.Argument(help="查询语句；写法见 docs/library.md。")] = "",
    home: Home = HERE,
    kind: Kinds = None,
    issuer: Issuers = None,
    year: Years = None,
    unit: Units = None,
    limit: Annotated[int, typer.Option(help="列出几篇。")] = 10,
    offset: Annotated[int, typer.Option(help="从第几篇之后列起。")] = 0,
    meaning: Annotated[bool, typer.Option("--meaning", help="按意思查，不按字词；要先装扩展并运行 learn。")] = False,
    facets: Annotated[bool, typer.Option("--facets", help="另列各文种、机关、年份各有几篇。")] = False,
    as_unit: As = "",
    up_to: UpTo = "内部",
    as_json: AsJson = False,
) -> None:
    """查资料：按词查，引号内一字不差地查，打开到所在段落。"""
    from taizhang.library.model import SearchResult

    with open_library(home) as library:
        allowed, filters = reader(as_unit, up_to), filters_of(kind, issuer, year, unit)
        if meaning:
            hits = library.nearest(query, allowed=allowed, filters=filters, limit=limit)
            found = SearchResult(hits, len(hits))
        else:
            library.sync()
            found = library.search(
                query, allowed=allowed, today=current_day(), filters=filters, limit=limit, offset=offset
            )
        if as_json:
            print_json(_plain(found))
        else:
            _show_found(found, facets=facets, offset=offset)
        if found.problems:
            raise typer.Exit(PROBLEMS)


def _show_found(found: SearchResult, *, facets: bool, offset: int) -> None:
    list_problems(found.problems)
    if found.problems:
        return
    if found.suggestions:
        say(f"没有完全符合的。是不是要查：{'、'.join(found.suggestions)}？")
    if found.relaxed:
        say("没有包含全部词语的文件，以下包含其中大部分：")
    for place, hit in enumerate(found.hits, offset + 1):
        out.print(
            f"[bold]{place}. {escape(hit.document.meta.title)}[/bold] [bright_black]#{hit.document.id}[/bright_black]"
        )
        out.print(f"   [bright_black]{escape(line_of(hit.document))}[/bright_black]")
        for passage in hit.passages:
            out.print(f"   第{passage.paragraph + 1}段 {mark_bold(passage.text, passage.marks)}")
    say(f"{'共' if found.exact else '至多'} {found.count} 篇，列出 {len(found.hits)} 篇。")
    if facets:
        table(
            "分布",
            ("项", "值", "篇"),
            [(_FACETS[one.name], label_of(one.value), str(one.count)) for one in found.facets],
        )


def _plain(found: SearchResult) -> dict[str, object]:
    return {
        "count": found.count,
        "exact": found.exact,
        "relaxed": found.relaxed,
        "pending": found.pending,
        "suggestions": list(found.suggestions),
        "hits": [
            {
                "score": hit.score,
                **plain_document(hit.document),
                "passages": [plain_passage(one) for one in hit.passages],
            }
            for hit in found.hits
        ],
        "facets": [{"name": one.name, "value": one.value, "count": one.count} for one in found.facets],
        "problems": [problem.as_dict() for problem in found.problems],
    }


def show(
    identity: Number,
    home: Home = HERE,
    query: Annotated[
        str, typer.Option("--query", "-q", help="标出这条查询语句命中的地方，从第一处所在段落显示。")
    ] = "",
    as_unit: As = "",
    up_to: UpTo = "内部",
    as_json: AsJson = False,
) -> None:
    """显示一份文件：已知的信息、同组文件、正文。"""
    with open_library(home) as library:
        allowed = reader(as_unit, up_to)
        view = library.view(identity, query, allowed=allowed, today=current_day())
        if view is None:
            stop([Problem("LIB-040", sentence("没有编号为{identity}的文件。", identity=identity), hint="请核对编号。")])
        document = view.document
        others = [one for one in library.group(identity, allowed=allowed) if one.id != identity]
        if as_json:
            print_json(
                {
                    **plain_document(document),
                    "text": document.text,
                    "marks": [list(mark) for mark in view.marks],
                    "same_group": [one.id for one in others],
                }
            )
            return
        _show_particulars(document)
        for link in library.links(identity, allowed=allowed):
            there = f" #{link.document.id} {link.document.meta.title}" if link.document else f" {link.target}"
            say(f"{'被' if link.backward else ''}{label_of(link.verb)}：{there.strip()}")
        for one in others:
            say(f"大部分相同：#{one.id} {one.meta.title} {one.meta.day or ''}")
        _show_text(document.text, view.marks, view.first)


def _show_text(text: str, marks: tuple[tuple[int, int], ...], first: int) -> None:
    start = 0
    for number, paragraph in enumerate(text.split("\n"), 1):
        inside = [(a - start, b - start) for a, b in marks if start <= a and b <= start + len(paragraph)]
        if number > first:
            out.print(f"[bright_black]{number:>4}[/bright_black] {mark_bold(paragraph, inside)}")
        start += len(paragraph) + 1


def compare(old: Number, new: Number, home: Home = HERE, as_json: AsJson = False) -> None:
    """两个版本逐段对照：删去的、新增的、改动的。"""
    with open_library(home) as library:
        found = library.compare(old, new, allowed=reader("", "内部"))
        if as_json:
            print_json(
                {
                    "old": plain_document(found.old),
                    "new": plain_document(found.new),
                    "changes": found.changes,
                    "rows": [
                        {
                            "kind": row.kind,
                            "old": row.old,
                            "new": row.new,
                            "cut": [list(one) for one in row.cut],
                            "put": [list(one) for one in row.put],
                        }
                        for row in found.rows
                    ],
                }
            )
            return
        _show_comparison(found)


def _show_comparison(found: Comparison) -> None:
    left, right = found.old.paragraphs, found.new.paragraphs
    for row in found.rows:
        if row.old is not None and row.kind in ("changed", "removed"):
            out.print(f"[red]－{row.old + 1:>4}[/red] {paint(left[row.old], row.cut, '[bold red]【', '】[/bold red]')}")
        if row.new is not None and row.kind in ("changed", "added"):
            out.print(
                f"[green]＋{row.new + 1:>4}[/green] {paint(right[row.new], row.put, '[bold green]【', '】[/bold green]')}"
            )
    say(f"共 {len(found.rows)} 段，{found.changes} 段不同。")


def reuse(
    what: Annotated[str, typer.Argument(help="文件编号，或一个 .txt 文件的路径。")],
    home: Home = HERE,
    as_unit: As = "",
    up_to: UpTo = "内部",
    as_json: AsJson = False,
) -> None:
    """查重：每一段以前在哪里出现过，改了哪些数。"""
    with open_library(home) as library:
        allowed = reader(as_unit, up_to)
        if what.isdigit():
            found = library.reuse(int(what), allowed=allowed)
        elif Path(what).is_file():
            found = library.reuse(Path(what).read_text("utf-8"), allowed=allowed)
        else:
            wrong(f"“{what}”既不是编号，也不是文件。")
        if as_json:
            print_json([_reuse_values(one) for one in found])
            return
        for one in found:
            say(f"第{one.paragraph + 1}段 {one.text[:60]}{'……' if len(one.text) > 60 else ''}")
            for source in one.sources:
                say(f"    #{source.document.id} {source.says}")
        say(f"共 {len(found)} 段曾在别处出现。" if found else "没有查到在别处出现过的段落。")


def _reuse_values(one: Reused) -> dict[str, object]:
    return {
        "paragraph": one.paragraph,
        "text": one.text,
        "sources": [
            {
                "document": plain_document(source.document),
                "paragraph": source.paragraph,
                "text": source.text,
                "likeness": round(source.likeness, 1),
                "changed": [list(pair) for pair in source.changed],
                "says": source.says,
            }
            for source in one.sources
        ],
    }


def alike(
    home: Home = HERE,
    kind: Kinds = None,
    year: Years = None,
    unit: Units = None,
    passages: Annotated[bool, typer.Option("--passages", help="左右对照列出雷同的段落。")] = False,
    as_json: AsJson = False,
) -> None:
    """雷同报告：同一年、同一文种，各单位的文件两两相比。"""
    with open_library(home) as library:
        found = library.alike(allowed=reader("", "内部"), filters=filters_of(kind, None, year, unit))
        if as_json:
            print_json(
                [
                    {
                        "left": plain_document(one.left),
                        "right": plain_document(one.right),
                        "share": round(one.share, 1),
                        "passages": [
                            {
                                "left": reused.paragraph,
                                "right": source.paragraph,
                                "likeness": round(source.likeness, 1),
                                "left_text": reused.text,
                                "right_text": source.text,
                            }
                            for reused, source in one.pairs
                        ],
                    }
                    for one in found
                ]
            )
            return
        _show_alike(found, passages=passages)


def _show_alike(found: tuple[SimilarDocuments, ...], *, passages: bool) -> None:
    rows = [
        (
            f"#{one.left.id} {one.left.meta.title}",
            f"#{one.right.id} {one.right.meta.title}",
            f"{one.share:.0f}%",
            str(len(one.pairs)),
        )
        for one in found
    ]
    table("雷同报告", ("文件", "与之雷同", "雷同字数占比", "段"), rows, frozenset({2, 3}))
    for one in found if passages else ():
        columns = (
            f"{one.left.meta.unit or one.left.name}（#{one.left.id}）",
            f"{one.right.meta.unit or one.right.name}（#{one.right.id}）",
            "相似",
        )
        table(
            "",
            columns,
            [
                (f"{a.paragraph + 1} {a.text}", f"{b.paragraph + 1} {b.text}", f"{b.likeness:.0f}%")
                for a, b in one.pairs
            ],
        )


def _show_particulars(document: LibraryDocument) -> None:
    out.print(f"[bold]{escape(document.meta.title)}[/bold]\n{escape(line_of(document))}")
    for label, value in (
        ("单位", document.meta.unit),
        ("主送", document.meta.addressee),
        ("文件名", document.name),
    ):
        if value:
            say(f"{label}：{value}")
