"""``seal`` and ``witness``: checkpoints signed, vouched for and kept; the program that vouches."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from taizhang.commands.exits import PROBLEMS
from taizhang.commands.terminal import HERE, Home, list_problems, open_site, say, stop
from taizhang.sealing.notes import LOG, WITNESS, PrivateKey, PublicKey, read_key
from taizhang.sealing.seal import FOLDER, against, extension, keep, receipt_of, sealed
from taizhang.sealing.serve import server_of
from taizhang.sealing.witness import Witness
from taizhang.site.site import Site
from taizhang.terms.durable import replace_file
from taizhang.terms.problem import Problem, Refused
from taizhang.terms.sentence import sentence

witness = typer.Typer(help="见证人：只为延续它所见的封存点签名。", no_args_is_help=True)


def seal(
    home: Home = HERE,
    by: Annotated[list[str] | None, typer.Option("--by", help="签名程序、见证人的地址，可重复；本单位的在前。")] = None,
    to: Annotated[list[Path] | None, typer.Option("--to", help="另存到的文件夹（U盘、另一台机器），可重复。")] = None,
    since: Annotated[int, typer.Option(help="不封存，只写出第几条以来的延续证明，供核验旧的包。")] = 0,
    receipt: Annotated[
        int, typer.Option(help="不封存，为第几条流水出具 COSE 回执（RFC 9942），写到 --to 的文件夹。")
    ] = 0,
    check: Annotated[bool, typer.Option("--check", help="不封存，只把各处存着的封存点与现在的流水核对。")] = False,
) -> None:
    """封存：重读流水、算出封存点，请签名程序和见证人签名，存到各处。可放进每晚的计划任务。"""
    folders = [home / FOLDER, *(to or [])]
    with open_site(home) as site:
        if since:
            typer.echo(extension(site.journal, since), nl=False)
            return
        if receipt:
            _write_receipt(site, receipt, by or [], folders[-1])
            return
        fit, wrong = against(site.journal, folders)
        list_problems(wrong)
        if wrong or check:
            say(f"存着的封存点有 {fit} 个与现在的流水相符，{len(wrong)} 个不符。")
            raise typer.Exit(PROBLEMS if wrong else 0)
        point = sealed(site.journal, by or [])
        for path in keep(point, folders):
            say(f"已存 {path}")
        say(f"封存点：{point.size} 条，{len(point.signatures)} 个签名，树根 {point.root.hex()[:16]}…")
        if not point.signatures:
            say("没有签名：只有另存在别处，才能证明日后没有改写。")


def _write_receipt(site: Site, seq: int, by: list[str], folder: Path) -> None:
    """Writes the receipt of an entry and the header it is about, for software of others."""
    if not by:
        stop([Problem("SEA-006", "没有写由谁出具回执。", hint="请用 --by 写明本单位签名程序的地址。")])
    try:
        content, header = receipt_of(site.journal, seq, by[0])
    except Refused as refused:
        stop(refused.problems)
    folder.mkdir(parents=True, exist_ok=True)
    for name, one in ((f"回执-{seq:08}.cbor", content), (f"回执-{seq:08}.entry", header)):
        replace_file(folder / name, one)
        say(f"已存 {folder / name}")


@witness.command("serve")
def serve(
    folder: Annotated[Path, typer.Argument(help="见证人自己的文件夹：密钥、登记的单位、所见的封存点。")],
    name: Annotated[str, typer.Option(help="签名用的名称，例如 qinglan.gov.cn/witness。")],
    origin: Annotated[
        str, typer.Option(help="作为本单位的签名程序运行：只为这一份流水签名，名称见封存点第一行。")
    ] = "",
    host: Annotated[str, typer.Option(help="监听的地址。")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="监听的端口。")] = 8470,
) -> None:
    """运行见证人（或用 --origin 运行本单位的签名程序）。登记的单位写在 known.txt，一行一份：流水名称、空格、公钥。"""
    try:
        key = PrivateKey.load_or_make(folder / "key", origin or name, LOG if origin else WITNESS)
        known = {origin: ()} if origin else read_known(folder / "known.txt")
        server = server_of(Witness(key, folder / "seen.json", known), host, port)
    except Refused as refused:
        stop(refused.problems)
    say(f"公钥：{key.public}")
    if origin:
        say(f"核验回执用的公钥（PEM）：\n{key.public.pem}")
    say(f"正在 http://{host}:{server.server_port} 等候；认识 {len(known)} 份流水。")
    server.serve_forever()


def read_known(path: Path) -> dict[str, tuple[PublicKey, ...]]:
    """Origins with the keys that sign for them. Raises Refused (SEA-001)."""
    if not path.is_file():
        raise Refused(
            Problem(
                "SEA-001",
                sentence("没有登记任何单位：缺少“{path}”。", path=path),
                hint="一行一份：流水名称、空格、公钥。",
            )
        )
    known: dict[str, tuple[PublicKey, ...]] = {}
    for line in path.read_text("utf-8").splitlines():
        origin, _, text = line.partition(" ")
        if origin and text:
            known[origin] = (*known.get(origin, ()), read_key(text))
    return known
