"""The site beside Django's admin over the same million matters: ``python -m benchmarks.site.pages``.

On PostgreSQL by default, with a server of its own when no address is given; ``--sqlite`` keeps the journal in a file.
Both are served by the same kind of server, looked at by the same 50 people, while one matter a second is changed.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from tests.postgres import database, kept, programs

from benchmarks.site.asking import questions
from benchmarks.site.million import BODY, TODAY, fill
from benchmarks.site.processor import postmaster, spent
from benchmarks.site.users import ADMIN, PASSWORD, SITE, Browser, Side, ready, together

BOUND, MOST_QUERIES = 0.2, 10
Times = dict[str, list[float]]


def main() -> None:
    """Fills, serves, asks, prints."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--home", type=Path, default=Path("/tmp/taizhang-million"), help="kept between runs")
    wanted.add_argument("--matters", type=int, default=1_000_000)
    wanted.add_argument("--users", type=int, default=50)
    wanted.add_argument("--seconds", type=float, default=60)
    wanted.add_argument("--pause", type=float, default=5, help="seconds between two pages of one person")
    wanted.add_argument("--sqlite", action="store_true")
    wanted.add_argument("--alone", action="store_true", help="without Django's admin")
    wanted.add_argument("--workers", type=int, default=1, help="processes of the site's server")
    chosen = wanted.parse_args()
    # Sockets have short paths and the server's user must reach them, so its data never lie below a home directory.
    given, folder = os.environ.get("TAIZHANG_DATABASE", ""), programs()
    if not chosen.sqlite and not given and folder is None:
        sys.exit("no PostgreSQL: install one, name one in TAIZHANG_DATABASE, or ask for --sqlite")
    server = nullcontext("") if chosen.sqlite or given or not folder else kept(folder, chosen.home, "256MB")
    with server as url:
        if url:
            url = database(url, f"matters{chosen.matters}")
        home = chosen.home / f"{'sqlite' if chosen.sqlite else 'site'}-{chosen.matters}"
        home.mkdir(parents=True, exist_ok=True)
        compare(chosen, home, given or url)


def compare(chosen: argparse.Namespace, home: Path, url: str) -> None:
    """Measures one side after the other and prints both."""
    fill(home, chosen.matters, database=url).close()
    os.environ["TAIZHANG_DATABASE"] = url
    os.environ["TAIZHANG_DEMONSTRATION"] = "1"  # nobody here carries a second factor
    from taizhang_site.server import prepare

    prepare(home)
    names = people(chosen.users)
    site = [sys.executable, "-m", "taizhang", "serve", "--home", str(home), "--port", str(SITE.port)]
    if chosen.workers > 1:
        site += ["--workers", str(chosen.workers)]
    admin = [
        sys.executable,
        "-m",
        "benchmarks.site.admin",
        "--home",
        str(home),
        "--database",
        url,
        "--port",
        str(ADMIN.port),
        "--users",
        str(chosen.users),
        "--password",
        PASSWORD,
    ]
    where = "PostgreSQL" if url else "SQLite"
    print(f"{chosen.matters:,} matters on {where}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
    asked = questions(names[0], {kind: path for kind, path in SITE.pages.items()})
    beside: dict[str, tuple[float, float, float]] = {}
    for side, command in ((ADMIN, admin), (SITE, site)):
        if side is SITE or not chosen.alone:
            with served(side, command) as process:
                roots = [process.pid, *filter(None, [postmaster(url) if url else None])]
                found = measure(side, names, chosen, roots)
            show(side, found, asked if side is SITE else {}, beside)
            beside = found


def people(count: int) -> list[str]:
    """Accounts: one in ten of the whole body, the others each of one unit."""
    from taizhang.policy.posts import Post
    from taizhang_site.accounts.models import Account
    from taizhang_site.house import site

    names = []
    for n in range(count):
        name, whole = f"用户{n}", n % 10 == 0
        names.append(name)
        if not Account.objects.filter(name=name).exists():
            role, unit = ("leader" if n % 20 else "supervisor", BODY) if whole else ("handler", f"第{n:04}单位")
            site().appoint(Post(name, unit, role, TODAY), "建库", TODAY)
            Account.objects.create(name=name, password=PASSWORD, must_change=False)
    return names


@contextmanager
def served(side: Side, command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """The server while it runs."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        ready(side)
        yield process
    finally:
        process.terminate()
        process.wait(30)


def measure(
    side: Side, names: list[str], chosen: argparse.Namespace, roots: list[int]
) -> dict[str, tuple[float, float, float]]:
    """For each kind of page: median and 95th percentile in seconds of all people together, processor time alone."""
    times: Times = defaultdict(list)
    browsers = [Browser(side, name) for name in names]
    for browser in browsers:
        browser.sign_in()
    with changing():
        together(browsers, chosen.seconds, chosen.pause, lambda kind, took: times[kind].append(took))
        alone = {kind: processor(kind, browsers, roots) for kind in side.pages}
    return {kind: (*quantiles(times[kind]), alone[kind]) for kind in side.pages}


def quantiles(taken: list[float]) -> tuple[float, float]:
    """Median and 95th percentile."""
    ordered = sorted(taken)
    return ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]


def processor(kind: str, browsers: list[Browser], roots: list[int]) -> float:
    """Seconds of processor time a page of that kind costs server and database, one page after the other."""
    some = [*browsers[:11:10], *browsers[1:4]]
    before = spent(*roots)
    pages = 0
    while pages < 10 or (spent(*roots) - before < 0.5 and pages < 60):
        for browser in some:
            browser.open(kind)
            pages += 1
    return (spent(*roots) - before) / pages


@contextmanager
def changing() -> Iterator[None]:
    """Meanwhile one matter a second is corrected, so that nothing remembered of the journal lasts longer."""
    from taizhang.matters.entry import CORRECT, Intention
    from taizhang_site.house import site

    journal, chance, done = site().journal, random.Random(), threading.Event()

    def change() -> None:
        while not done.wait(1):
            matter, stamp = f"m{chance.randrange(1000)}", chance.randrange(10**12)
            facts = {"note": f"第{stamp}次核对"}
            journal.append(
                [Intention("建库", f"n{stamp}", "hazard", CORRECT, TODAY, matter, facts=dict(facts), note="核对")]
            )

    thread = threading.Thread(target=change)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def show(
    side: Side,
    found: dict[str, tuple[float, float, float]],
    asked: dict[str, int],
    beside: dict[str, tuple[float, float, float]],
) -> None:
    """One line a kind of page; beside the other side, how many times faster."""
    print(f"\n{side.name}, load {os.getloadavg()[0]:.1f}\n{'':16} median      p95   processor  queries", flush=True)
    for kind, (median, high, cpu) in found.items():
        line = f"{kind:15}{median * 1000:6.0f} ms{high * 1000:7.0f} ms{cpu * 1000:9.1f} ms{asked.get(kind, ''):>7}"
        if kind in beside:
            other = beside[kind]
            line += f"   {other[1] / high:5.1f} times faster at p95, {other[2] / cpu:5.1f} times less processor time"
        print(line)
    slow = [kind for kind, (_, high, _) in found.items() if high > BOUND]
    print(f"p95 within {BOUND * 1000:.0f} ms: {'no: ' + ', '.join(slow) if slow else 'yes, every page'}")
    if asked:
        print(f"at most {max(asked.values())} queries a page (bound {MOST_QUERIES})", flush=True)


if __name__ == "__main__":
    main()
