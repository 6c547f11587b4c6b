"""Whatever byte of a bundle is changed, both verifiers name it: every byte of the small files, drawn ones of the others."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from taizhang.papers.editions import editions, freeze_report
from taizhang.papers.receivers import INSIDE, PUBLIC, SUPERIOR
from taizhang.papers.report import report
from taizhang.reports import bundle as programs
from taizhang.site.site import Site
from taizhang.terms.period import Period
from taizhang_samples.bodies.generate import Wanted, generate
from taizhang_samples.bodies.spec import BODIES
from tests.papers.tampering import Change, Sample, Script, amounts, as_it_is, digits, flips, forged, in_browser
from tests.samples.test_bodies import imported, site_of
from tests.web.browser import CHROMIUM, FLAGS, needs_chromium

SEED, PLACES, NIGHTLY = 20261130, 1, 40
SMALL_YEAR = 1
EVIDENCE = ("checkpoint.txt", "key.txt", "later.txt")
NAMED = {
    "row": "的记录“",
    "definition": "definitions.json”",
    "removed": "记录有增减",
    "added": "记录有增减",
    "proof": "later.txt”",
    "signature": "有效签名",
}
"""What is changed by its meaning, and the words of both verifiers that name it."""
PAGE = Path(str(programs.__file__)).with_name("verify.html")


@pytest.fixture(scope="module")
def office(home: Path, made: object, tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """The bundle of a few rows, small enough that every byte of it can be tried."""
    with Site(home) as site:
        return Sample.of(site, editions(site)[0], tmp_path_factory.mktemp("key") / "key")


EACH = [pytest.param(one, marks=() if one == "office" else pytest.mark.nightly) for one in BODIES]
"""The smallest body in the ordinary run, all of them at night: a body takes half a minute to make."""


@pytest.fixture(scope="module", params=EACH)
def body(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sample]:
    """The bundles of an edition of a demonstration body, by receiver, its sample years at a hundredth."""
    folder, name = tmp_path_factory.mktemp(request.param), request.param
    generate(folder / "books", Wanted(name, scale=SMALL_YEAR, tidy=True))
    with site_of(folder / "site", name) as site:
        imported(site, folder / "books")
        period = Period.year(2026)
        made = report(site, name, period)
        edition = freeze_report(site, made, (name, period), ("主任", "甲"), date(2026, 12, 31))
        return {one: Sample.of(site, edition, folder / "key", one) for one in (INSIDE, SUPERIOR, PUBLIC)}


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """The page that verifies, opened from a file without a network."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        opened = browser.new_page(offline=True)
        opened.goto(PAGE.as_uri())
        yield opened
        browser.close()


def unnoticed(sample: Sample, folder: Path, places: int, seed: int) -> list[str]:
    """The changes of which ``verify.py`` says nothing, or says it without naming anything."""
    run = Script(folder, sample)
    good, said = run(sample)
    assert good, said
    missed = []
    for change in flips(sample, places, seed):
        good, said = run(change.on(sample))
        if good or "核验未通过：第" not in said:
            missed.append(f"{change}: {said[-80:]}")
    return missed


@pytest.mark.timeout(900)
def test_every_byte_of_the_small_files_and_drawn_ones_of_the_others_is_named(office: Sample, tmp_path: Path) -> None:
    assert unnoticed(office, tmp_path, 4, SEED) == []


@pytest.mark.timeout(900)
@pytest.mark.parametrize("receiver", [INSIDE, SUPERIOR, PUBLIC])
def test_a_changed_byte_of_a_bodys_bundle_is_named(body: dict[str, Sample], receiver: str, tmp_path: Path) -> None:
    sample = body[receiver]
    assert amounts(sample) > 50 or receiver == PUBLIC
    run = Script(tmp_path, sample)
    good, said = run(sample)
    assert good, said
    changes = [one for one in flips(sample, PLACES, SEED) if one.file not in EVIDENCE]
    assert len(changes) >= 6
    assert [str(one) for one in changes if run(one.on(sample))[0]] == []
    for what, wrong in digits(sample) if receiver == INSIDE else ():
        good, said = run(wrong)
        assert not good, what
        assert NAMED[what] in said


@needs_chromium
def test_the_page_names_every_changed_byte_of_the_small_files_too(page: Page, office: Sample) -> None:
    assert in_browser(page, office, [as_it_is(), as_it_is(signed=True)]) == ["", ""]
    changes = [*flips(office, 8, SEED)]
    assert silent(page, office, changes) == []


@needs_chromium
@pytest.mark.timeout(900)
@pytest.mark.parametrize("receiver", [INSIDE, SUPERIOR, PUBLIC])
def test_the_page_names_the_same_changes_of_a_bodys_bundle(page: Page, body: dict[str, Sample], receiver: str) -> None:
    sample = body[receiver]
    assert in_browser(page, sample, [as_it_is(), as_it_is(signed=True)]) == ["", ""]
    whole = [one for one in flips(sample, PLACES, SEED) if one.file not in EVIDENCE]
    assert silent(page, sample, whole) == []
    for what, wrong in digits(sample) if receiver == INSIDE else ():
        (said,) = in_browser(page, wrong, [as_it_is(signed=what == "signature")])
        assert NAMED[what] in said, (what, said)


@needs_chromium
@pytest.mark.timeout(900)
def test_a_consistent_forgery_of_a_bodys_bundle_is_caught_by_one_old_checkpoint(
    page: Page, body: dict[str, Sample], tmp_path: Path
) -> None:
    """Another number by other entries, everything agreeing with everything: both programs name it by what somebody kept."""
    sample = body[INSIDE]
    wrong = forged(sample, tmp_path)
    told, then = (json.loads(one.files["manifest.json"])["cells"] for one in (wrong, sample))
    assert told != then
    good, said = Script(tmp_path / "held", wrong)(wrong)
    assert (good, "“then.txt”" in said, "流水被改写过" in said) == (False, True, True), said
    (said,) = in_browser(page, wrong, [Change("manifest.json", -1, 0, 0, ("then.txt",))])
    assert "流水被改写过" in said


def silent(page: Page, sample: Sample, changes: Sequence[Change]) -> list[str]:
    """The changes of which the page says nothing."""
    said = in_browser(page, sample, changes)
    return [str(change) for change, one in zip(changes, said, strict=True) if not one]


@pytest.mark.nightly
@pytest.mark.timeout(7200)
def test_every_byte_of_the_whole_bundle_is_named(office: Sample, tmp_path: Path) -> None:
    """Some hundred thousand changes: every byte of every file but the documents, whose digests are held against as one."""
    texts = {name: one for name, one in office.files.items() if name.endswith((".txt", ".json", ".md"))}
    run = Script(tmp_path, office)
    missed = []
    for name, data in texts.items():
        for place, before in enumerate(data):
            changed = bytes(data[:place]) + bytes([before ^ (1 << place % 8)]) + bytes(data[place + 1 :])
            if run(Sample({**office.files, name: changed}, office.given))[0]:
                missed.append(f"{name}[{place}]")
    assert missed == []


@pytest.mark.nightly
@pytest.mark.timeout(3600)
@needs_chromium
def test_many_bytes_of_a_bodys_bundles_are_named_by_both(page: Page, body: dict[str, Sample], tmp_path: Path) -> None:
    for receiver, sample in body.items():
        changes = [*flips(sample, NIGHTLY, SEED + 1)]
        run = Script(tmp_path / receiver, sample)
        assert [str(one) for one in changes if run(one.on(sample))[0]] == []
        assert silent(page, sample, changes) == []
