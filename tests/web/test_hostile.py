"""What a browser may send: no parameter, name or password makes an error, tells of another matter or gets further."""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import get_resolver

from taizhang.catalogue.load import load
from taizhang.shipped import CATALOGUE
from taizhang.site.private import make_private
from taizhang.site.site import Site
from taizhang.terms.file_names import LONGEST, fit_file_name
from taizhang.terms.period import EARLIEST, LATEST, Period
from taizhang_site.accounts import signing
from taizhang_site.accounts.models import Account, Upload
from taizhang_site.accounts.second import is_forced
from taizhang_site.accounts.weak import weaknesses, words_of_the_office
from taizhang_site.house import cast_list, open_desk, site
from taizhang_site.matters.evidence import uploads_of
from taizhang_site.rendering.parameters import MOST, whole_number
from taizhang_site.server import exposed
from taizhang_site.tour.cast import cast
from tests.web.acting import brought, do, fresh
from tests.web.people import PASSWORD
from tests.web.test_story import workbook

WRONG = ("²", "٣", "-1", "9" * 40, "0001", "9999", "0001-01-01", "9999-12-31", "\x00", "[" * 5000, "{}", "a" * 9000, "‮")
NAMES = (
    "start",
    "period",
    "page",
    "size",
    "show",
    "sheet",
    "year",
    "month",
    "from",
    "to",
    "q",
    "ledger",
    "unit",
    "level",
)


def pages() -> list[str]:
    """Every address without a part of its own, and one of each kind with one."""
    plain = [f"/{one.pattern}" for one in _patterns(get_resolver()) if "<" not in str(one.pattern)]
    return sorted({one for one in plain if one not in ("/logout",)})


def _patterns(resolver, before: str = ""):  # type: ignore[no-untyped-def]
    for one in resolver.url_patterns:
        if hasattr(one, "url_patterns"):
            yield from _patterns(one)
        else:
            yield one


@pytest.mark.parametrize("who", ["赵督查", "吴撰稿", "审计员", "安全员"])
def test_no_parameter_of_any_page_makes_an_error(signed_in: Callable[[str], Client], who: str) -> None:
    client, asked = signed_in(who), 0
    for path in pages():
        for wrong in WRONG[: 9 if "board" in path or "figures" in path else None]:
            answer = client.get(path, dict.fromkeys(NAMES, wrong))
            assert answer.status_code < 500, (path, wrong)
            asked += 1
    assert asked > 300


@pytest.mark.parametrize("wrong", WRONG)
def test_no_period_in_an_address_makes_an_error(signed_in: Callable[[str], Client], wrong: str) -> None:
    for path in ("/figures", "/figures/hazard_opened", "/definitions/hazard_close_rate", "/board"):
        assert signed_in("赵督查").get(path, {"period": wrong}).status_code < 500


@pytest.mark.parametrize(
    ("text", "number"), [("7", 7), ("²", 0), ("٣", 0), ("-1", 0), ("", 0), (" 8 ", 8), ("9" * 10, 0)]
)
def test_only_plain_digits_are_a_number(text: str, number: int) -> None:
    assert whole_number(text) == number
    assert whole_number(str(MOST)) == MOST


@pytest.mark.parametrize("year", [EARLIEST - 1, EARLIEST, LATEST, LATEST + 1, 1, 9999])
def test_a_period_lies_within_the_years_a_body_accounts_for(year: int) -> None:
    if EARLIEST <= year <= LATEST:
        assert Period.parse(f"{year:04d}").last_year().start == date(year - 1, 1, 1)
    else:
        with pytest.raises(ValueError, match="写法不对"):
            Period.parse(f"{year:04d}")


@pytest.mark.parametrize(
    "written",
    [
        "隐" * 85 + ".xlsx",
        "患" * 400 + ".xlsx",
        "../../etc/passwd.xlsx",
        "C:\\机密\\表.xlsx",
        "a\x00b\r\n.xlsx",
        "‮xslx.exe.xlsx",
        ".xlsx",
        "CON.xlsx",
    ],
)
def test_a_name_is_shortened_by_bytes_and_keeps_its_ending(written: str) -> None:
    name = fit_file_name(written)
    assert len(name.encode()) <= LONGEST
    assert name.endswith("xlsx")
    assert not set(name) & set("/\\\x00\r\n‮")
    again = fit_file_name(written, {name})
    assert again != name
    assert len(again.encode()) <= LONGEST


@pytest.mark.parametrize("page", ["/import", "/proof"])
def test_long_names_and_two_of_one_name_are_taken(signed_in: Callable[[str], Client], page: str) -> None:
    content = "编号\n1\n".encode()
    ending = ".csv" if page == "/import" else ".txt"
    files = [SimpleUploadedFile("隐" * 85 + ending, content), SimpleUploadedFile("表" + ending, content)]
    files.append(SimpleUploadedFile("表" + ending, content))
    answer = signed_in("赵督查").post(page, {"files": files})
    assert answer.status_code in (200, 302)


def test_evidence_bears_the_name_given_in_its_own_matter(signed_in: Callable[[str], Client], tmp_path: Path) -> None:
    path = tmp_path / "同.txt"
    path.write_text("同样的内容", "utf-8")
    digest = site().blobs.put(path)
    matters = {}
    for who, name in (("甲承办", "举报人名单.txt"), ("乙承办", "现场照片说明.txt")):
        Upload.objects.create(digest=digest, name=name, kind="txt", size=5, by=who)
        matters[name] = brought("in_progress")
        do("report", matters[name], who, evidence=(digest,))
    for name, matter in matters.items():
        found = uploads_of(site().journal.history(matter))
        assert {one.name for (kept, _), one in found.items() if kept == digest} == {name}
        page = signed_in("赵督查").get(f"/matter/{matter}").content.decode()
        assert name in page
        assert not any(other in page for other in matters if other != name)
        sent = signed_in("赵督查").get(f"/matter/{matter}/evidence/{digest}")
        assert sent.status_code in (200, 404)


HOUSE = sorted(name for name, one in load(CATALOGUE).ledgers.items() if one.declared.registration.house)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|value="[0-9a-f-]{36}"')
ROUTES = {
    "/matters/template/{}": "get",
    "/matters/new/{}": "get",
    "/matters?ledger={}": "get",
    "/matters/totals?ledger={}": "get",
    "/matters/export?ledger={}": "post",
    "/numbers?in={}&related=1": "get",
    "/board?ledger={}": "get",
    "/figures?ledger={}": "get",
    "/sampling?ledger={}": "get",
}


@pytest.mark.parametrize("who", ["赵督查", "李县长", "许审核"])
@pytest.mark.parametrize("route", ROUTES)
def test_a_ledger_of_the_house_answers_like_one_that_is_not_there(
    signed_in: Callable[[str], Client], who: str, route: str
) -> None:
    assert len(HOUSE) >= 5
    client, how = signed_in(who), ROUTES[route]
    told = set()
    for name in (*HOUSE, "no_such_ledger"):
        answer = getattr(client, how)(route.format(name))
        page = re.sub(rf"\b{name}\b", "", TOKEN.sub("", answer.content.decode()))  # not in the menu's /erasures
        told.add((answer.status_code, page))
    assert len(told) == 1
    assert "template" not in route or answer.status_code == 404


def test_an_import_that_writes_nothing_does_not_say_it_wrote(
    signed_in: Callable[[str], Client], tmp_path: Path
) -> None:
    client = signed_in("赵督查")
    path = workbook(tmp_path, "YH-2026-781")
    pages = []
    for _ in range(2):
        with path.open("rb") as book:
            page = client.post("/import", {"files": book}, follow=True).content.decode()
        sent = {name: found for name, found in re.findall(r'name="(token|seen)" value="([^"]*)"', page)}
        pages.append(client.post("/import/apply", {**sent, "do": "apply"}, follow=True).content.decode())
    assert re.search("已写入 [1-9][0-9]* 条流水", pages[0])
    assert "已写入" not in pages[1]
    assert "没有要写入的" in pages[1]


def test_a_variable_alone_makes_no_demonstration() -> None:
    actor = open_desk("安全员").actor
    assert not is_forced(actor)
    kept = cast_list().read_text("utf-8")
    cast_list().unlink()
    try:
        assert os.environ["TAIZHANG_DEMONSTRATION"] == "1"
        assert is_forced(actor)
        assert cast(RequestFactory().get("/login", HTTP_HOST="localhost")) == {}
    finally:
        cast_list().write_text(kept, "utf-8")


@pytest.mark.parametrize(
    "more",
    [
        {"HTTP_X_FORWARDED_FOR": "203.0.113.5"},
        {"HTTP_FORWARDED": "for=203.0.113.5"},
        {"HTTP_VIA": "1.1 proxy"},
        {"HTTP_X_REAL_IP": "203.0.113.5"},
        {"HTTP_HOST": "testserver"},
        {"REMOTE_ADDR": "203.0.113.5"},
    ],
)
def test_the_cast_of_a_demonstration_plays_for_nobody_behind_a_proxy(more: dict[str, str]) -> None:
    cast_list().write_text('["赵督查"]', "utf-8")
    try:
        near = {"HTTP_HOST": "localhost:8000", "REMOTE_ADDR": "127.0.0.1"}
        assert cast(RequestFactory().get("/login", **near))
        assert cast(RequestFactory().get("/login", **{**near, **more})) == {}
    finally:
        cast_list().write_text("[]", "utf-8")


@pytest.mark.parametrize("host", ["evil.example", "taizhang.evil.example:80", "localhost.evil.example"])
def test_a_name_nobody_told_of_is_refused(host: str) -> None:
    assert Client().get("/login", HTTP_HOST=host).status_code == 400


@pytest.mark.parametrize(
    ("host", "setting", "served"),
    [
        ("127.0.0.1", {}, True),
        ("::1", {}, True),
        ("localhost", {}, True),
        ("0.0.0.0", {}, False),
        ("10.1.2.3", {}, False),
        ("taizhang.local", {}, False),
        ("0.0.0.0", {"TAIZHANG_HTTPS": "1"}, True),
        ("0.0.0.0", {"TAIZHANG_PROXIES": "1"}, True),
        ("0.0.0.0", {"TAIZHANG_PROXIES": "0"}, False),
    ],
)
def test_other_machines_are_served_over_https_alone(
    monkeypatch: pytest.MonkeyPatch, host: str, setting: dict[str, str], served: bool
) -> None:
    for name in ("TAIZHANG_HTTPS", "TAIZHANG_PROXIES"):
        monkeypatch.delenv(name, raising=False)
    for name, value in setting.items():
        monkeypatch.setenv(name, value)
    assert (exposed(host) is None) == served


@pytest.mark.parametrize("password", ["Password123", "Password123!", "Qwerty12345!", "1q2w3e4r5T!"])
def test_common_passwords_are_refused(password: str) -> None:
    assert any("太常见" in one.message for one in weaknesses(password, password, "某人", ""))


def test_an_uncommon_password_is_taken() -> None:
    assert weaknesses("T7-wolke-blatt-stein", "T7-wolke-blatt-stein", "某人", "青岚县交通运输局") == []


@pytest.mark.parametrize(
    "password", ["X9-Taizhang-x", "Y2-台账-Wolke", "Qinglan#20261", "A1-Zhaodc-Zhaoducha", "B2青岚县交通运输局x"]
)
def test_a_password_bears_no_name_of_the_body_the_program_or_the_person(password: str) -> None:
    told = weaknesses(password, password, "赵督查", "青岚县交通运输局")
    assert [one.message for one in told] == ["密码里不能有本单位、本系统的名称或自己姓名的拼音。"]


def test_a_short_spelling_is_no_word_of_the_office() -> None:
    assert "liyi" not in set(words_of_the_office("李一", "安县"))
    assert "lixin" in set(words_of_the_office("李新", "安县"))


def test_a_long_password_is_taken_and_tested_whole() -> None:
    long = "T7-" + "wolke-blatt-stein-" * 12
    assert weaknesses(long, long, "某人", "") == []
    account = Account(name="长密码的人")
    account.set_password(long)
    assert account.check_password(long)
    assert not account.check_password(long[:-1])
    assert not account.check_password(long.swapcase())


def test_none_of_the_last_five_passwords_comes_again_and_the_sixth_may() -> None:
    account = Account.objects.create(name="换密码的人", password="Z0-first-word-here", must_change=False)
    used = [f"Z{n}-other-word-here" for n in range(1, 7)]
    for one in used:
        signing.set_password(account, one)
        account.save()
    assert [signing.was_used(account, one) for one in ("Z0-first-word-here", *used)] == [False, *([True] * 6)]
    account.delete()


def test_wrong_old_passwords_are_delayed(signed_in: Callable[[str], Client]) -> None:
    client, account = signed_in("陈查阅"), Account.objects.get(name="陈查阅")
    new = {"password": "T7-wolke-blatt-stein", "again": "T7-wolke-blatt-stein"}
    for _ in range(signing.FREE_ATTEMPTS):
        assert "原密码不对" in client.post("/account/password", {"old": "错的", **new}).content.decode()
    told = client.post("/account/password", {"old": PASSWORD, **new}).content.decode()
    assert "秒后再试" in told
    account.refresh_from_db()
    assert account.check_password(PASSWORD)
    Account.objects.filter(pk=account.pk).update(failures=0)


@pytest.mark.parametrize(("age", "good"), [(signing.ONE_TIME - 5, True), (signing.ONE_TIME + 5, False)])
def test_a_one_time_password_lapses(monkeypatch: pytest.MonkeyPatch, age: float, good: bool) -> None:
    account = Account.objects.create(name=f"新人{age}", password="-", must_change=True)
    password, given = signing.reset_password(account), time.time()
    monkeypatch.setattr(time, "time", lambda: given + age)
    found = signing.authenticate_password(RequestFactory().post("/login"), account.name, password)
    assert isinstance(found, Account) == good
    account.delete()


def test_nothing_of_a_site_is_open_to_others(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        home = tmp_path / "site"
        with Site.create(home, "某县") as made:
            made.journal.checkpoint()
            made.refresh()
        opened = [path for path in (home, *home.rglob("*")) if stat.S_IMODE(path.stat().st_mode) & 0o077]
        assert opened == []
        (home / "catalogue" / "body.toml").chmod(0o644)
        (home / "catalogue").chmod(0o755)
        assert make_private(home) == 2
        assert make_private(home) == 0
    finally:
        os.umask(before)


def test_somebody_who_registers_nothing_is_still_there() -> None:
    assert site().journal.head(fresh()) is not None
