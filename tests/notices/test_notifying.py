"""Reminders sent outside: once, to whoever is to act, saying no more than may be said, never after closing."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner

from taizhang.__main__ import app
from taizhang.matters.acts import Particulars
from taizhang.matters.entry import RECORD, Intention
from taizhang.notices.addresses import FILE, Address, Book, read_addresses
from taizhang.notices.deliveries import Deliveries
from taizhang.notices.outgoing import sender
from taizhang.notices.send import Sent, deliver
from taizhang.policy.posts import Post, appointment
from taizhang.site.site import Site
from taizhang.terms.clock import CHINA_TIME
from taizhang.terms.problem import Refused

NOW = datetime.now(CHINA_TIME)
TOWN = "茂塘镇"
WHO = Address("钱承办", url="json://127.0.0.1/one")


@dataclass
class Hook:
    """Keeps what is sent; refuses as often as told."""

    said: list[tuple[str, str, str]] = field(default_factory=list)
    refuses: int = 0

    def __call__(self, url: str, title: str, text: str) -> bool:
        self.said.append((url, title, text))
        self.refuses -= 1
        return self.refuses < 0


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A county with two late supervision matters and one confidential one, and three people."""
    with Site.create(tmp_path / "site", "沄翀县") as made:
        late = (NOW.date() - timedelta(days=9)).isoformat()
        posts = [
            Post("钱承办", TOWN, "handler", date(2026, 1, 1)),
            Post("李县长", "沄翀县", "leader", date(2026, 1, 1)),
        ]
        wanted = [
            Intention(
                "导入",
                f"r{n}",
                "supervision",
                RECORD,
                NOW.date(),
                f"m{n}",
                number=f"督{n}号",
                unit=TOWN,
                facts={"no": f"督{n}号", "text": "绝不外传的内容", "first_due": late},
                state="in_progress",
            )
            for n in (1, 2)
        ]
        unit = Intention(
            "导入", "u", "unit", RECORD, NOW.date(), "u1", number=TOWN, facts={"name": TOWN, "parent": "沄翀县"}
        )
        made.journal.append([unit, *wanted, *(appointment(post, "安全员", NOW.date()) for post in posts)])
        yield made


def book(*addresses: Address) -> Book:
    """Addresses of a site on the intranet."""
    return Book("https://tz.example", addresses or (WHO,))


def run(site: Site, hook: Hook, *addresses: Address, again: bool = False) -> list[Sent]:
    """One run of the command's work."""
    with Deliveries(site.home) as log:
        return list(deliver(site, book(*addresses), log, hook, NOW, again=again))


def test_each_notice_goes_out_once_and_says_number_ledger_day_and_link(site: Site) -> None:
    hook = Hook()
    assert [one.number for one in run(site, hook) + run(site, hook)] == [2, 0]
    ((_, title, text),) = hook.said
    assert title == "沄翀县：待办提醒（2件）"
    assert "督1号：红灯，到期日" in text
    assert "https://tz.example/matter/m1" in text
    assert "绝不外传" not in text


def test_what_failed_is_tried_again_and_then_never_more(site: Site) -> None:
    hook = Hook(refuses=1)
    assert [one.taken for one in run(site, hook)] == [False]
    assert [one.taken for one in run(site, hook)] == [True]
    assert [one.number for one in run(site, hook)] == [0]
    assert len(hook.said) == 2


def test_nothing_is_sent_of_what_was_closed_meanwhile(site: Site) -> None:
    hook = Hook(refuses=1)
    run(site, hook)
    head = site.journal.head("m1")
    assert head
    paper = site.blobs.put("撤销决定".encode())
    site.act(head, "cancel", "李县长", NOW.date(), "c", Particulars(note="撤销", evidence=(paper,)))
    run(site, hook)
    assert "督1号" not in hook.said[-1][2]
    assert "督2号" in hook.said[-1][2]


def test_a_send_back_is_a_new_cause_and_is_told_again(site: Site) -> None:
    hook = Hook()
    run(site, hook)
    paper = site.blobs.put("完成情况".encode())
    for act, actor in (("report", "钱承办"), ("start_review", "赵督查"), ("return_work", "赵督查")):
        head = site.journal.head("m1")
        assert head
        site.act(head, act, actor, NOW.date(), act, Particulars(note="见附件", evidence=(paper,)))
        if act == "report":
            assert [one.number for one in run(site, hook)] == [0]
    assert [one.number for one in run(site, hook)] == [1]
    assert "督1号" in hook.said[-1][2]


def test_a_role_of_a_unit_may_have_an_address_and_a_person_without_posts_gets_nothing(site: Site) -> None:
    role, nobody = (
        Address("", TOWN, "unit_head", "json://127.0.0.1/two"),
        Address("周某某", url="json://127.0.0.1/three"),
    )
    assert [one.number for one in run(site, Hook(), role, nobody)] == [2, 0]


def test_one_cut_off_is_in_doubt_and_goes_out_again_only_when_asked(site: Site) -> None:
    def dies(url: str, title: str, text: str) -> bool:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), Deliveries(site.home) as log:
        list(deliver(site, book(), log, dies, NOW))
    hook = Hook()
    assert [(one.number, one.doubtful) for one in run(site, hook)] == [(0, 2)]
    assert [(one.number, one.doubtful) for one in run(site, hook, again=True)] == [(2, 0)]
    assert len(hook.said) == 1


def test_the_log_holds_neither_addresses_nor_content_and_is_readable_by_its_owner_alone(site: Site) -> None:
    run(site, Hook(), Address("钱承办", url="json://user:secret@127.0.0.1/one"))
    files = list(site.home.glob("deliveries.sqlite*"))
    raw = b"".join(path.read_bytes() for path in files)
    assert b"secret" not in raw
    assert "绝不外传".encode() not in raw
    assert (site.home / "deliveries.sqlite").stat().st_mode & 0o077 == 0
    assert "secret" not in repr(Address("钱承办", url="json://user:secret@127.0.0.1"))


def written(home: Path, text: str, mode: int = 0o600) -> list[str]:
    """The codes of what is wrong with an address file; [] when nothing is."""
    (home / FILE).write_text(text, encoding="utf-8")
    (home / FILE).chmod(mode)
    try:
        read_addresses(home)
    except Refused as refused:
        return [problem.code for problem in refused.problems]
    return []


RIGHT = 'site = "https://tz.example"\n[[to]]\nperson = "钱承办"\nurls = ["json://127.0.0.1"]\n'


@pytest.mark.parametrize(
    ("text", "mode", "expected"),
    [
        (RIGHT, 0o600, []),
        (RIGHT, 0o640, ["NTF-002"]),
        ("site = ", 0o600, ["NTF-003"]),
        (RIGHT.replace("https://", ""), 0o600, ["NTF-003"]),
        (RIGHT.replace('person = "钱承办"', 'unit = "甲"'), 0o600, ["NTF-003"]),
        (RIGHT.replace('person = "钱承办"', 'unit = "甲"\nrole = "system_admin"'), 0o600, ["NTF-003"]),
        (RIGHT.replace('"json://127.0.0.1"', '"nowhere"'), 0o600, ["NTF-003"]),
        (RIGHT.replace("person", "persom"), 0o600, ["NTF-003"]),
    ],
)
def test_every_fault_of_the_address_file_is_told(tmp_path: Path, text: str, mode: int, expected: list[str]) -> None:
    assert written(tmp_path, text, mode) == expected


def test_without_apprise_one_plain_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(Refused, match="没有安装向站外发送提醒所需的部件"):
        sender()


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
def test_the_command_sends_through_apprise_to_a_hook_on_this_machine(site: Site) -> None:
    heard: list[dict[str, str]] = []

    class Hears(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200 if len(heard) > 1 else 500)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Hears)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]
    (site.home / FILE).write_text(RIGHT.replace("127.0.0.1", f"127.0.0.1:{port}"), encoding="utf-8")
    (site.home / FILE).chmod(0o600)
    site.close()
    runner = CliRunner()
    command = ["notify", "--home", str(site.home)]
    try:
        shown, first, second, third = (runner.invoke(app, [*command, *more]) for more in (["--dry-run"], [], [], []))
    finally:
        server.shutdown()
        server.server_close()
    assert (shown.exit_code, first.exit_code, second.exit_code, third.exit_code) == (0, 1, 0, 0)
    assert "督1号：红灯" in shown.output
    assert "没有发成，下次再发" in first.output
    assert "2件，已发" in second.output
    assert "没有新的" in third.output
    assert len(heard) == 2
    assert heard[1]["title"] == "沄翀县：待办提醒（2件）"
    assert "绝不外传" not in heard[1]["message"]
