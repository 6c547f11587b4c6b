"""``verify``: a frozen edition verified from its bundle, with whatever was kept elsewhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated
from zipfile import BadZipFile, ZipFile

import typer

from taizhang.commands.exits import PROBLEMS, USAGE
from taizhang.commands.terminal import HERE, Home, open_site, say, stop
from taizhang.papers.bundle import LARGEST, PARTS, bundle
from taizhang.papers.editions import editions, frozen, printed_code
from taizhang.reports import bundle as programs
from taizhang.reports.paper_code import looks_like_code, read_code
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence


def verify(
    target: Annotated[
        str, typer.Argument(help="包（.zip）、解开的文件夹，纸上的核验码，或本站点的定稿校验码（前16位以上）。")
    ],
    given: Annotated[
        list[str] | None, typer.Argument(help="外来的凭据：另存的封存点、延续证明、公钥、纸上的核验码，可给多份。")
    ] = None,
    home: Home = HERE,
) -> None:
    """核验一份定稿：由记录按口径重算每个数。有外来凭据证明真实性时退出码 0；只是自相一致的退出码 1。"""
    known = [str(one) for one in given or []]
    path = Path(target)
    if path.is_dir():
        _run(path, known)
    with TemporaryDirectory() as folder:
        if path.is_file():
            _unpack(path, Path(folder))
        else:
            made = Path(folder) / "bundle.zip"
            made.write_bytes(_by_code(target, home))
            if looks_like_code(target):  # the paper it was read from stands for it
                known.append(target)
            _unpack(made, Path(folder))
        _run(Path(folder), known)


def _by_code(code: str, home: Path) -> bytes:
    """The bundle of this site's edition with that code."""
    if looks_like_code(code):
        return _by_paper(code, home)
    if len(code) < 16 or set(code) - set("0123456789abcdef"):
        stop(
            [
                Problem(
                    "CMD-040",
                    sentence("没有“{code}”这个文件、文件夹或校验码。", code=code),
                    hint="校验码见 taizhang editions list。",
                )
            ]
        )
    with open_site(home) as site:
        found = [one for one in editions(site) if one.digest.startswith(code)]
        if not found:
            stop(
                [
                    Problem(
                        "CMD-040",
                        sentence("本站点没有校验码为“{code}”的定稿。", code=code),
                        hint="校验码见 taizhang editions list。",
                    )
                ]
            )
        return bundle(site, found[0])


def _by_paper(text: str, home: Path) -> bytes:
    """The bundle of this site's last edition that printed the code."""
    try:
        code = read_code(text)
        with open_site(home) as site:
            found = [one for one in editions(site) if printed_code(frozen(one)) == code]
            if not found:
                says = sentence("本站点没有印着核验码“{code}”的定稿。", code=code)
                raise Refused(Problem("CMD-040", says, hint="请核对这份文稿出自哪个单位。"))
            return bundle(site, found[-1])
    except Refused as refused:
        stop(refused.problems)


def _unpack(path: Path, folder: Path) -> None:
    """The parts of a bundle, and nothing else that a zip may hold."""
    try:
        with ZipFile(path) as archive:
            for info in archive.infolist():
                if info.file_size > LARGEST or not PARTS.fullmatch(info.filename):
                    says = sentence("包里有不该有的文件“{filename}”，或文件过大。", filename=info.filename)
                    stop([Problem("CMD-041", says, Place(file=str(path)), "请只用本系统导出的包。")])
                (folder / info.filename).write_bytes(archive.read(info))
    except (BadZipFile, OSError) as error:
        says = sentence("包打不开：{error}。", error=error)
        stop([Problem("CMD-041", says, Place(file=str(path)), "请重新取得这个包。")])


def _run(folder: Path, given: list[str]) -> None:
    """This program's own verifier over the folder: the one in the bundle may be anybody's."""
    if not (folder / "manifest.json").is_file():
        says = sentence("“{folder}”不是定稿的包。", folder=folder)
        stop([Problem("CMD-041", says, hint="请给出定稿页上下载的包，或它解开的文件夹。")])
    program = Path(str(programs.__file__)).with_name("verify.py")
    done = subprocess.run(
        [sys.executable, "-S", "-E", str(program), str(folder), *given],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    for line in done.stdout.splitlines():
        say(line)
    raise typer.Exit({0: 0, 1: PROBLEMS}.get(done.returncode, USAGE))
