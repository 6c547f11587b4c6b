"""The offline page that verifies a dropped bundle, in a real browser and from a file: one good bundle and forged ones."""

from __future__ import annotations

import zipfile
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, sync_playwright

from taizhang.journal.checkpoint import Checkpoint, read_checkpoint
from taizhang.reports import bundle as programs
from taizhang.sealing.notes import LOG, WITNESS, PrivateKey
from tests.papers.test_bundle import flip, forged, rewrite
from tests.web.browser import CHROMIUM, FLAGS, needs_chromium

pytestmark = needs_chromium
PAGE = Path(str(programs.__file__)).with_name("verify.html")


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """The page opened from a file; whatever it asks of a network fails the test."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith(("file:", "blob:")):
            asked.append(request.url)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        opened = browser.new_page(viewport={"width": 1366, "height": 768}, offline=True)
        errors: list[str] = []
        opened.on("request", note)
        opened.on("pageerror", lambda error: errors.append(str(error)))
        opened.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        opened.goto(PAGE.as_uri())
        yield opened
        browser.close()
    assert not asked
    assert not errors


def zipped(folder: Path) -> Path:
    path = folder.parent / "bundle.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in sorted(folder.iterdir()):
            archive.write(one, one.name)
    return path


def verified(page: Page, folder: Path, *given: str, pasted: str = "") -> tuple[bool, str]:
    """Whether the page says good, and all it says."""
    page.reload()
    page.fill("#text", pasted)
    page.set_input_files("#given", [str(folder.parent / name) for name in given])
    page.set_input_files("#file", str(zipped(folder)))
    page.wait_for_selector("#verdict:not([hidden])", timeout=60_000)
    return page.locator("#verdict.good").count() == 1, page.inner_text("#found")


@pytest.mark.parametrize("given", ["then.txt", "later.txt"])
def test_a_good_bundle_with_a_checkpoint_from_elsewhere(page: Page, folder: Path, given: str) -> None:
    good, said = verified(page, folder, given)
    assert good, said
    assert "31条记录没有增减遗漏，其中31条已由流水推得" in said
    assert "个指标值由记录按口径重算一致" in said
    assert "没有重算" not in said


def test_a_bundle_that_only_agrees_with_itself_is_told_so(page: Page, folder: Path) -> None:
    for given in ((), ("old.txt",)):
        good, said = verified(page, folder, *given)
        assert not good
        assert "真实性未经证明" in said


def swap_signature(folder: Path) -> None:
    path = folder / "checkpoint.txt"
    point = read_checkpoint(path.read_text("utf-8"))
    ((name, said),) = point.signatures
    bytes_ = bytearray(b64decode(said))
    bytes_[20] ^= 1
    path.write_text(str(Checkpoint(point.origin, point.size, point.root).signed(name, bytes(bytes_))), "utf-8")


def signed(folder: Path, kind: int) -> str:
    """Signs the bundle's checkpoint; the name of the file with the public key."""
    key = PrivateKey.load_or_make(folder.parent / "private", "shang.gov/w", kind)
    path = folder / "checkpoint.txt"
    path.write_text(str(key.sign(read_checkpoint(path.read_text("utf-8")), 1_790_000_000)), "utf-8")
    (folder.parent / "key.txt").write_text(str(key.public), "utf-8")
    return "key.txt"


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (flip("*.docx"), "docx”缺失，或与定稿时不同"),
        (flip("mini*.html"), "缺失，或与定稿时不同"),
        (rewrite("definitions.json", '"supervision"', '"supervisiom"'), "文件“definitions.json”缺失，或与定稿时不同"),
        (rewrite("rows.txt", "2026-03-18", "2026-03-19"), "的记录“D8”与定稿时不同"),
        (rewrite("entries.txt", "事项3", "事项8"), "条流水的正文与封面的承诺值不符"),
        (rewrite("manifest.json", '"amount":"31"', '"amount":"30"'), "没有一条流水登记过这份清单"),
        (forged, "流水被改写过"),
    ],
)
def test_a_forged_bundle_is_named(page: Page, folder: Path, change: Callable[[Path], None], named: str) -> None:
    change(folder)
    good, said = verified(page, folder, "then.txt")
    assert not good
    assert named in said, said


def test_a_changed_proof_is_named(page: Page, folder: Path) -> None:
    path = folder.parent / "later.txt"
    head, _, rest = path.read_text("utf-8").partition(" ")
    path.write_text(f"{head} {'0' if rest[0] != '0' else '1'}{rest[1:]}", "utf-8")
    good, said = verified(page, folder, "later.txt")
    assert not good
    assert "没有延续到它的证明" in said


@pytest.mark.parametrize("kind", [LOG, WITNESS])
def test_a_signature_is_verified_and_a_changed_one_is_named(page: Page, folder: Path, kind: int) -> None:
    key = signed(folder, kind)
    good, said = verified(page, folder, key)
    assert good, said
    swap_signature(folder)
    good, said = verified(page, folder, key)
    assert not good
    assert "没有“key.txt”这把公钥的有效签名" in said


def test_evidence_may_be_pasted(page: Page, folder: Path) -> None:
    good, said = verified(page, folder, pasted=(folder.parent / "then.txt").read_text("utf-8").strip())
    assert good, said


def test_a_bundle_may_be_dropped(page: Page, folder: Path) -> None:
    page.reload()
    content = b64encode(zipped(folder).read_bytes()).decode()
    page.evaluate(
        """async (coded) => {
            const moved = new DataTransfer();
            moved.items.add(new File([Uint8Array.from(atob(coded), (one) => one.charCodeAt(0))], "包.zip"));
            document.getElementById("drop").dispatchEvent(new DragEvent("drop", { dataTransfer: moved, bubbles: true, cancelable: true }));
        }""",
        content,
    )
    page.wait_for_selector("#verdict:not([hidden])")
    assert "真实性未经证明" in page.inner_text("#verdict")


def test_what_is_no_bundle_is_told_so(page: Page, folder: Path) -> None:
    page.reload()
    path = folder.parent / "no.zip"
    path.write_bytes(b"PK\3\4 nothing")
    page.set_input_files("#file", str(path))
    page.wait_for_selector("#verdict:not([hidden])")
    assert "这不是一个包" in page.inner_text("#verdict")
