"""The trail: chained, anchored in the journal, filtered and exported by the auditor; attempts limited by address."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from datetime import datetime, tzinfo

import openpyxl
import pytest
from django.db import connection, transaction
from django.test import Client, RequestFactory

from taizhang_site.accounts import access, chain
from taizhang_site.accounts.models import Access, Account, Attempts
from taizhang_site.house import site, today
from tests.web.people import BODY, PASSWORD

SignedIn = Callable[[str], Client]


@pytest.fixture
def broken() -> Iterator[Callable[[str], None]]:
    """Changes rows behind the site's back; all is as it was afterwards."""

    def run(sql: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql)

    with transaction.atomic():
        yield run
        transaction.set_rollback(True)


def rows(many: int) -> int:
    """That many rows more; the last one's number."""
    for number in range(many):
        access.record_access("某人", "read", f"/matter/{number}", "10.0.0.1")
    return int(Access.objects.order_by("-number").values_list("number", flat=True)[0])


def codes() -> list[str]:
    return [one.code for one in chain.verify_chain(site()).problems]


def test_the_chain_holds_and_knows_its_anchors(county: None) -> None:
    last = rows(3)
    chain.anchor(site(), today())
    chain.anchor(site(), today())
    found = chain.verify_chain(site())
    assert (found.rows, found.problems) == (last, ())
    head = site().journal.head(f"access-{last}")
    assert head is not None
    assert head.mseq == 1, "told once"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE accounts_access SET who = '别人' WHERE number = {}",
        "UPDATE accounts_access SET at = '2020-01-01 00:00:00' WHERE number = {}",
        "DELETE FROM accounts_access WHERE number = {}",
        "UPDATE accounts_access SET number = number + 100000 WHERE number = {}",
    ],
)
def test_a_row_changed_or_taken_out_breaks_the_chain(county: None, broken: Callable[[str], None], sql: str) -> None:
    last = rows(4)
    broken(sql.format(last - 2))
    assert codes() == ["ACC-020"]


def test_whoever_seals_all_rows_anew_disagrees_with_the_journal(county: None, broken: Callable[[str], None]) -> None:
    last = rows(3)
    chain.anchor(site(), today())
    broken(f"UPDATE accounts_access SET who = '别人' WHERE number = {last - 1}")
    before = Access.objects.get(number=last - 2).seal
    for number in (last - 1, last):
        row = Access.objects.get(number=number)
        before = chain.compute_seal(before, number, row)
        broken(f"UPDATE accounts_access SET seal = '{before}' WHERE number = {number}")
    assert codes() == ["ACC-021"]


def test_an_end_cut_off_is_missed_by_the_journal(county: None, broken: Callable[[str], None]) -> None:
    last = rows(3)
    chain.anchor(site(), today())
    broken(f"DELETE FROM accounts_access WHERE number > {last - 2}")
    assert codes() == ["ACC-022"]


def test_the_first_note_of_a_day_anchors_the_days_before(county: None, monkeypatch: pytest.MonkeyPatch) -> None:
    last = rows(1)

    class Tomorrow(datetime):
        """A clock a day ahead."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Tomorrow:
            return cls.fromtimestamp(time.time() + 86400, tz)

    monkeypatch.setattr("taizhang_site.accounts.access.datetime", Tomorrow)
    access.record_access("某人", "read", "/x")
    assert site().journal.head(f"access-{last + 1}") is not None


def test_the_auditor_filters_by_person_kind_and_day_and_exports_what_is_shown(signed_in: SignedIn) -> None:
    auditor = signed_in("审计员")
    access.record_access("甲某", "export", "hazard: 3", "10.9.9.9")
    access.record_access("甲某", "read", "/matter/a", "10.9.9.9")
    page = auditor.get("/trail", {"who": "甲某", "what": "export"}).content.decode()
    assert page.count("10.9.9.9") == 1
    day = today().isoformat()
    assert "10.9.9.9" in auditor.get("/trail", {"who": "甲某", "from": day, "to": day}).content.decode()
    assert "没有符合条件" in auditor.get("/trail", {"who": "甲某", "from": "2031-01-01"}).content.decode()
    assert "没有符合条件" in auditor.get("/trail", {"who": "甲某", "to": "2001-01-01"}).content.decode()
    assert auditor.get("/trail", {"start": "²", "from": "乱写"}).status_code == 200
    answer = auditor.get("/trail/export", {"who": "甲某"})
    lines = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert len(lines) == 3
    assert lines[1][2] == "甲某"
    assert Access.objects.order_by("-number")[0].what == "export"


def test_the_auditor_reads_the_journal_by_person_and_day(signed_in: SignedIn) -> None:
    auditor = signed_in("审计员")
    page = auditor.get("/trail/entries", {"who": "安全员", "from": today().isoformat()}).content.decode()
    assert "post-" in page
    assert ">赵督查<" not in page.split("<tbody>")[1]
    assert "没有符合条件" in auditor.get("/trail/entries", {"to": "2001-01-01"}).content.decode()
    assert "没有符合条件" in auditor.get("/trail/entries", {"from": "2031-01-01"}).content.decode()
    book = auditor.get("/trail/export", {"of": "entries", "who": "安全员"})
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).active
    assert sheet.max_row > 10


def test_whatever_leaves_as_a_file_is_noted_once(signed_in: SignedIn) -> None:
    for person, page in (("赵督查", "/matters/template/hazard"), ("审计员", "/trail/export")):
        client = signed_in(person)
        before = Access.objects.filter(what="export").count()
        assert client.get(page).headers["Content-Disposition"].startswith("attachment")
        assert Access.objects.filter(what="export").count() == before + 1, page


def test_nothing_of_the_auditor_changes_anything(signed_in: SignedIn) -> None:
    auditor, size = signed_in("审计员"), site().journal.size
    for page in ("/trail", "/trail/entries", "/trail/review", "/people", "/people/1", "/machine"):
        auditor.post(page, {"do": "reset", "who": "x"})
    assert site().journal.size == size


def test_an_address_that_fails_too_often_waits_whoever_it_names(counting: None) -> None:
    client = Client(REMOTE_ADDR="10.7.7.7")
    for name in ("甲", "乙", "丙"):
        assert client.post("/login", {"name": name, "password": "不对"}).status_code == 403
    answer = client.post("/login", {"name": "赵督查", "password": PASSWORD})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 300
    assert "尝试过多" in answer.content.decode()
    assert answer.headers["Content-Security-Policy"]
    assert Client(REMOTE_ADDR="10.7.7.8").post("/login", {"name": "赵督查", "password": PASSWORD}).status_code == 302
    assert Access.objects.filter(what="limited", address="10.7.7.7").count() == 1


def test_who_signs_in_rightly_is_never_counted(counting: None) -> None:
    for _ in range(5):
        assert (
            Client(REMOTE_ADDR="10.7.7.9").post("/login", {"name": "陈查阅", "password": PASSWORD}).status_code == 302
        )


def test_the_wait_ends(counting: None, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(REMOTE_ADDR="10.7.7.7")
    for _ in range(3):
        client.post("/login", {"name": "没有", "password": "不对"})
    later = time.time() + 301
    monkeypatch.setattr("taizhang_site.accounts.limits.time.time", lambda: later)
    assert client.post("/login", {"name": "没有", "password": "不对"}).status_code == 403
    assert Attempts.objects.get(pk="login:10.7.7.7").count == 1


@pytest.mark.parametrize(
    ("proxies", "passed", "address"),
    [
        (0, "6.6.6.6", "127.0.0.1"),
        (1, "6.6.6.6, 10.1.1.1", "10.1.1.1"),
        (2, "10.1.1.1, 10.2.2.2", "10.1.1.1"),
        (1, "", "127.0.0.1"),
        (2, "10.1.1.1", "127.0.0.1"),
    ],
)
def test_a_proxy_is_believed_only_when_told_of(proxies: int, passed: str, address: str, settings_of: object) -> None:
    from django.conf import settings

    settings.PROXIES = proxies
    assert access.address_of(RequestFactory().get("/", headers={"x-forwarded-for": passed})) == address


@pytest.fixture
def settings_of() -> Iterator[None]:
    """The number of proxies as it was, afterwards."""
    from django.conf import settings

    before = settings.PROXIES
    yield
    settings.PROXIES = before


def test_the_system_administrator_sees_the_machine_and_no_business(signed_in: SignedIn) -> None:
    page = signed_in("系统员").get("/machine").content.decode()
    assert "磁盘余量" in page
    assert connection.display_name in page
    assert "WEB-013" in page
    assert "钱承办" not in page
    assert Account.objects.count() > 1
    assert BODY in page, "the body's name stands above every page"
    home = signed_in("系统员").get("/")
    assert home.headers["location"] == "/machine"
