"""Response times of list, matter and board pages with many users at once: ``python -m benchmarks.site.pages``."""

from __future__ import annotations

import argparse
import http.client
import os
import random
import re
import subprocess
import sys
import threading
import time
from collections import defaultdict
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.site.million import BODY, TODAY, fill

PASSWORD = "T7-abcde-fghij-kmnpq"
PORT = 8431


def people(home: Path, count: int) -> list[str]:
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
    site().close()
    return names


class User(threading.Thread):
    """Signs in, then asks for pages with pauses between them."""

    def __init__(self, name: str, seconds: float, pause: float, times: dict[str, list[float]]) -> None:
        super().__init__(daemon=True)
        self.who, self.until, self.pause, self.times = name, seconds, pause, times
        self.cookie, self.chance = "", random.Random(name)

    def ask(self, method: str, path: str, body: str = "") -> tuple[str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        headers = {
            "Cookie": self.cookie,
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"http://127.0.0.1:{PORT}",
        }
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie" and value.startswith("session="):
                self.cookie = value.split(";")[0]
        connection.close()
        return text, answer.getheader("Location") or ""

    def sign_in(self) -> None:
        page, _ = self.ask("GET", "/login")
        token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[-1]
        given = {"csrfmiddlewaretoken": token, "name": self.who, "password": PASSWORD, "next": "/"}
        self.ask("POST", "/login", urlencode(given))

    def run(self) -> None:
        end = time.monotonic() + self.until
        time.sleep(self.chance.random() * self.pause * 2)
        matters: list[str] = []
        while time.monotonic() < end:
            kind, path = self.chance.choice(
                [("list", "/matters?ledger=hazard"), ("list", "/matters?ledger=hazard&lamp=red"), ("list", "/matters?start=400"),
                 ("mine", "/mine"), ("board", "/board"), ("matter", self.chance.choice(matters) if matters else "/mine")]
            )  # fmt: skip
            started = time.perf_counter()
            page, _ = self.ask("GET", path)
            self.times[kind].append(time.perf_counter() - started)
            assert 'class="brand"' in page, page[:300]
            matters = re.findall(r'href="(/matter/[a-z0-9-]+)"', page) or matters
            time.sleep(self.chance.expovariate(1 / self.pause))


def main() -> None:
    """Fills, serves, asks, prints."""
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--home", type=Path, default=Path("million-site"))
    wanted.add_argument("--matters", type=int, default=1_000_000)
    wanted.add_argument("--users", type=int, default=50)
    wanted.add_argument("--seconds", type=float, default=60)
    wanted.add_argument("--pause", type=float, default=5)
    chosen = wanted.parse_args()
    fill(chosen.home, chosen.matters, database=os.environ.get("TAIZHANG_DATABASE", "")).close()
    from taizhang_site.server import prepare

    prepare(chosen.home)
    names = people(chosen.home, chosen.users)
    command = [sys.executable, "-m", "taizhang", "serve", "--home", str(chosen.home), "--port", str(PORT)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        measure(names, chosen.seconds, chosen.pause)
    finally:
        server.terminate()


def measure(names: list[str], seconds: float, pause: float) -> None:
    """Runs the users and prints median and 95th percentile of each kind of page."""
    times: dict[str, list[float]] = defaultdict(list)
    users = [User(name, seconds, pause, times) for name in names]
    for _ in range(200):
        try:
            users[0].ask("GET", "/health")
            break
        except OSError:
            time.sleep(0.3)
    for user in users:
        user.sign_in()
    for user in users:
        user.start()
    for user in users:
        user.join()
    print(f"{len(users)} users, one page each {pause:g} s on average, {seconds:g} s; load {os.getloadavg()[0]:.1f}")
    for kind, taken in sorted(times.items()):
        taken.sort()
        print(
            f"{kind:8} {len(taken):5} pages  median {taken[len(taken) // 2] * 1000:6.0f} ms  p95 {taken[int(len(taken) * 0.95)] * 1000:6.0f} ms"
        )


if __name__ == "__main__":
    main()
