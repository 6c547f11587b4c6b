"""``taizhang serve``: the site in the browser with one command."""

from __future__ import annotations

import gc
import ipaddress
import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from taizhang.site.private import exposed as open_to_others
from taizhang.site.private import keep_private, make_private
from taizhang.terms.problem import Problem
from taizhang.terms.sentence import sentence
from taizhang_site.jobs.processes import run_workers

# Chosen: requests wait for the disk more than for one of two cores.
THREADS = 8


def serve(
    home: Annotated[Path, typer.Option("--home", envvar="TAIZHANG_HOME", help="站点文件夹。")] = Path("site"),
    host: Annotated[str, typer.Option(help="监听的地址；0.0.0.0 供内网其他机器访问。")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="端口。")] = 8000,
    open_: Annotated[bool, typer.Option("--open", help="启动后打开浏览器。")] = False,
    workers: Annotated[int, typer.Option(min=0, max=8, help="同时做几项后台工作；0 表示另用 taizhang work。")] = 2,
) -> None:
    """启动网站：第一次启动时打印一次性代码，用来建立第一位安全管理员。"""
    require_site_folder(home)
    if problem := exposed(host):
        _stop([problem])
    with socket.socket() as probe:
        if probe.connect_ex((host if host != "0.0.0.0" else "127.0.0.1", port)) == 0:
            typer.echo(f"错误 WEB-009 端口 {port} 已被占用。请换一个端口：--port {port + 1}。", err=True)
            raise typer.Exit(1)
    prepare(home)
    named = {"0.0.0.0": socket.gethostname(), "127.0.0.1": "localhost"}
    address = f"http://{named.get(host, host)}:{port}/"
    announce(address)
    if open_:
        threading.Timer(1.0, webbrowser.open, (address,)).start()
    run(home, host, port, workers)


def require_site_folder(home: Path) -> None:
    """Ends the command when the folder is no site."""
    if not (home / "catalogue").is_dir():
        typer.echo(f"错误 CMD-001 “{home}”不是一个站点文件夹。请先执行 taizhang init，或用 --home 指明。", err=True)
        raise typer.Exit(1)


def exposed(host: str) -> Problem | None:
    """Why an address may not be served: other machines reach it, and passwords would pass in the clear."""
    with suppress(ValueError):
        if ipaddress.ip_address(host).is_loopback:
            return None
    if host == "localhost" or os.environ.get("TAIZHANG_HTTPS") == "1" or int(os.environ.get("TAIZHANG_PROXIES") or 0):
        return None
    says = sentence("地址 {host} 别的机器也连得到，而没有 HTTPS，密码和台账会以明文经过网络，没有启动。", host=host)
    hint = "请放在说 HTTPS 的反向代理后面并设 TAIZHANG_HTTPS=1、TAIZHANG_PROXIES=1；只在本机用时不必写 --host。"
    return Problem("WEB-060", says, hint=hint)


def set_up_django(home: Path) -> None:
    """Sets up Django on the folder and brings its own tables up to date."""
    import django
    from django.core.management import call_command

    os.environ["TAIZHANG_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "taizhang_site.settings"
    django.setup()
    _open_journal()
    call_command("migrate", verbosity=0, interactive=False)


def prepare(home: Path) -> None:
    """Makes everything ready to let people in."""
    keep_private()
    _withdraw(home)
    set_up_django(home)
    make_private(home)
    from taizhang_site.house import DEMONSTRATION, is_demonstration

    if os.environ.get(DEMONSTRATION) == "1" and not is_demonstration():
        says = "环境变量 TAIZHANG_DEMONSTRATION 只用于演示站点，这个站点不是演示站点，没有启动。"
        _stop([Problem("WEB-061", says, hint="请去掉这个环境变量后再启动；演示请用 taizhang demo --serve。")])
    from taizhang_site.accounts.chain import anchor
    from taizhang_site.accounts.elsewhere import elsewhere
    from taizhang_site.accounts.limits import forget_counts
    from taizhang_site.accounts.sessions import SessionStore
    from taizhang_site.house import site, today

    if wrong := elsewhere().problems:
        _stop(wrong)
    SessionStore.clear_expired()
    forget_counts()
    anchor(site(), today())


def _withdraw(home: Path) -> None:
    """Says what others of the machine could open until now and takes it from them; ends the program where it cannot."""
    found = open_to_others(home)
    for problem in found:
        typer.echo(str(problem), err=True)
    try:
        if count := make_private(home):
            typer.echo(f"已收回其他用户对 {count} 个文件和文件夹的权限。", err=True)
    except OSError:
        _stop(
            [
                Problem(
                    "CMD-044",
                    "站点文件夹里有别的用户的文件，收不回权限，没有启动。",
                    hint="请让站点文件夹归启动网站的用户所有。",
                )
            ]
        )


def _open_journal() -> None:
    """Opens the journal before anybody is let in; what stands against it is said here and ends the program."""
    from taizhang.terms.problem import Refused
    from taizhang_site.house import site

    try:
        site().journal.checkpoint()
    except Refused as refused:
        _stop(refused.problems)


def _stop(problems: Iterable[Problem]) -> NoReturn:
    """Says what is wrong and ends the program."""
    for problem in problems:
        typer.echo(str(problem), err=True)
    raise typer.Exit(1)


def announce(address: str) -> None:
    """Says where the site is, and the one-time code while there is no account."""
    from taizhang_site.accounts.models import Account
    from taizhang_site.accounts.signing import renew_first_code

    typer.echo(f"网站已启动：{address}（按 Ctrl+C 停止）")
    if not Account.objects.exists():
        typer.echo(f"还没有任何账户。请打开 {address}first ，用一次性代码建立第一位安全管理员：{renew_first_code()}")


def demonstrate(home: Path, port: int) -> None:
    """Serves the demonstration with an account for each role, its random password printed and kept nowhere else."""
    from rich.console import Console
    from rich.table import Table

    port = free_port(port)
    prepare(home)
    from taizhang.policy.posts import ROLES
    from taizhang_site.demo import enlist
    from taizhang_site.house import site, today

    table = Table("姓名", "岗位", "单位", "一次性密码", title="演示账户（每次随机生成）")
    members = enlist(site(), today())
    for member in members:
        table.add_row(member.name, ROLES[member.role], member.unit, member.password)
    Console().print(table)
    first = next((f"，例如先以{one.name}登录看领导看板" for one in members if one.role == "leader"), "")
    typer.echo(f"请打开 http://localhost:{port}/ {first}（按 Ctrl+C 停止）。")
    typer.echo("演示站不强制第二因素；正式使用时，管理员和看得到涉密、涉个人台账的岗位设好之前办不了事。")
    run(home, "127.0.0.1", port, 1)


def free_port(port: int) -> int:
    """The first port from this one on that nobody listens on."""
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
        port += 1


def run(home: Path, host: str, port: int, workers: int) -> None:
    """Serves until stopped, with so many workers beside."""
    from django.conf import settings
    from waitress import serve as listen

    from taizhang_site.house import is_demonstration
    from taizhang_site.wsgi import application

    # Django believes a proxy's headers only where it is told of one; elsewhere they are taken off here.
    told = settings.HTTPS or settings.PROXIES > 0
    # What stands after the start stays: the collector of cycles need not walk it for every few pages.
    gc.collect()
    gc.freeze()
    # A page waits a dozen times for a database: it must not stand behind another page's five milliseconds each time.
    sys.setswitchinterval(0.0005)
    with run_workers(home, workers):
        listen(
            application,
            host=host,
            port=port,
            threads=THREADS,
            ident=None,
            max_request_body_size=256 * 1024 * 1024,
            # A demonstration must see that a proxy stands before it; Django itself believes none it was not told of.
            clear_untrusted_proxy_headers=not (told or is_demonstration()),
        )
