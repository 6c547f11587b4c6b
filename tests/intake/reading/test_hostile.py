"""Files made to harm: each is refused with a reason, quickly, and the parent lives on."""

from __future__ import annotations

import io
import random
import resource
import socket
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from taizhang.intake.reading.files import read, read_many
from taizhang.intake.reading.limits import Limits
from taizhang.intake.sheets import Workbook
from taizhang.terms.problem import Problem, Refused
from tests.intake.reading.old_files import compound, old_book

SECONDS = 5.0


def plain_workbook(path: Path, rows: int = 5) -> bytes:
    """A small honest workbook."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("表")
        for row in range(rows):
            sheet.write_row(row, 0, [f"编号{row}", row, "内容"])
    return path.read_bytes()


def repacked(data: bytes, change: Callable[[str, bytes], bytes], extra: dict[str, bytes] | None = None) -> bytes:
    """The workbook with its parts changed and others added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, change(info.filename, old.read(info)))
        for name, part in (extra or {}).items():
            new.writestr(name, part)
    return out.getvalue()


def in_sheet(old: bytes, new: bytes) -> Callable[[str, bytes], bytes]:
    """A change of the first sheet's XML."""
    return lambda name, part: part.replace(old, new) if name == "xl/worksheets/sheet1.xml" else part


def same(name: str, part: bytes) -> bytes:
    """No change."""
    return part


def document() -> bytes:
    """A Word file's container."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    return out.getvalue()


def ods(row: str) -> bytes:
    """An OpenDocument workbook's container with one row."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        body = f'<table:table table:name="表">{row}</table:table>'
        archive.writestr("content.xml", f"<office:document-content {spaces}>{body}</office:document-content>")
    return out.getvalue()


def shared_strings(good: bytes) -> bytes:
    """740 kB in which 50,000 cells name one of nine texts of 30,000 characters: 4.5 GB once each has its own."""
    chosen, name = random.Random(1), "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    texts = ("".join(chr(chosen.randint(0x4E00, 0x9FA5)) for _ in range(30_000)) for _ in range(9))
    strings = f'<sst xmlns="{name}">{"".join(f"<si><t>{one}</t></si>" for one in texts)}</sst>'.encode()
    columns = [chr(65 + n) if n < 26 else f"A{chr(39 + n)}" for n in range(50)]
    rows = "".join(
        f'<row r="{row}">'
        + "".join(f'<c r="{one}{row}" t="s"><v>{chosen.randint(0, 8)}</v></c>' for one in columns)
        + "</row>"
        for row in range(10, 1_010)
    )
    fill = in_sheet(b"</sheetData>", rows.encode() + b"</sheetData>")
    return repacked(good, lambda part, old: strings if part == "xl/sharedStrings.xml" else fill(part, old))


CELL = '<table:table-cell office:value-type="string"><text:p>甲</text:p></table:table-cell>'
ODS_FAR = f'<table:table-row><table:table-cell table:number-columns-repeated="9000"/>{CELL}</table:table-row>'
ODS_MANY = f'<table:table-row table:number-rows-repeated="1048576">{CELL}</table:table-row>'
ROWS = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(10, 100_050))
FAR = b'<row r="9"><c r="XFD9"><v>1</v></c></row></sheetData>'
DEEP_ROW = b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
MERGED = b"</sheetData><mergeCells>" + b'<mergeCell ref="A1:B2"/>' * 100_500 + b"</mergeCells>"
DTD = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><worksheet>&a;</worksheet>'

CRAFTED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "bomb": (lambda good: repacked(good, same, {"xl/media/a.xml": b"\0" * 90_000_000}), "INT-011"),
    "shared_strings": (shared_strings, "INT-020"),
    "far_column": (lambda good: repacked(good, in_sheet(b"</sheetData>", FAR)), "INT-013"),
    "far_row": (lambda good: repacked(good, in_sheet(b"</sheetData>", DEEP_ROW)), "INT-013"),
    "too_many_rows": (lambda good: repacked(good, in_sheet(b"</sheetData>", ROWS + b"</sheetData>")), "INT-013"),
    "merged": (lambda good: repacked(good, in_sheet(b"</sheetData>", MERGED)), "INT-014"),
    "macro": (lambda good: repacked(good, same, {"xl/vbaProject.bin": b"x"}), "INT-006"),
    "path_outside": (lambda good: repacked(good, same, {"../../evil.xml": b"<x/>"}), "INT-010"),
    "dtd": (lambda good: repacked(good, lambda n, p: DTD if n.endswith("sheet1.xml") else p), "INT-012"),
    "utf16_dtd": (
        lambda good: repacked(good, lambda n, p: DTD.decode().encode("utf-16") if n.endswith("sheet1.xml") else p),
        "INT-012",
    ),
    "truncated": (lambda good: good[: len(good) // 2], "INT-004"),
    "picture": (lambda good: b"\x89PNG\r\n\x1a\n" + good, "INT-003"),
    "pdf": (lambda good: b"%PDF-1.7\n" + good, "INT-003"),
    "program": (lambda good: b"MZ" + good, "INT-003"),
    "word": (lambda good: document(), "INT-003"),
    "empty": (lambda good: b"", "INT-002"),
    "binary": (lambda good: b"\x01\x00\x02" * 900, "INT-003"),
    "password": (
        lambda good: compound({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}),
        "INT-005",
    ),
    "old_macro": (
        lambda good: compound({"Workbook": b"x", "_VBA_PROJECT": b"x"}),
        "INT-006",
    ),
    "old_document": (lambda good: compound({"WordDocument": b"x"}), "INT-003"),
    "old_far_cell": (lambda good: old_book([["甲"], *([] for _ in range(65_000)), [*([None] * 250), 1]]), "INT-013"),
    "old_broken": (lambda good: compound({"Workbook": b"x"})[:1000], "INT-004"),
    "ods_far_cell": (lambda good: ods(ODS_FAR), "INT-013"),
    "ods_many_times": (lambda good: ods(ODS_MANY), "INT-013"),
    "broken_signs": (lambda good: ("编号,内容\n" * 50).encode()[:-4] + b"\xff\n", "INT-016"),
    "xml_2003": (
        lambda good: b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "INT-003",
    ),
    "not_text": (lambda good: "编号,内容\n".encode("gb18030") + b"\xff\xff\xfa", "INT-016"),
    "one_huge_field": (lambda good: b'a,"' + b"x" * 40_000, "INT-015"),
    "page_without_table": (lambda good: b"<html><body>x</body></html>", "INT-017"),
}


@pytest.mark.parametrize("name", CRAFTED)
def test_a_crafted_file_is_refused_with_its_reason_in_time(name: str, tmp_path: Path) -> None:
    craft, code = CRAFTED[name]
    path = tmp_path / "台账.xls"
    path.write_bytes(craft(plain_workbook(tmp_path / "good.xlsx")))
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    with pytest.raises(Refused) as refused:
        read(path)
    assert [problem.code for problem in refused.value.problems] == [code], str(refused.value)
    assert time.monotonic() - started < SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024
    assert refused.value.problems[0].message.endswith("。")
    assert refused.value.problems[0].place.file == "台账.xls"


def test_a_missing_file_and_a_folder_are_said_to_be_so(tmp_path: Path) -> None:
    answers = read_many([tmp_path / "没有.xlsx", tmp_path])
    assert [one.code for one in answers if isinstance(one, Problem)] == ["INT-001", "INT-001"]


def test_a_file_over_the_limit_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "大.csv"
    path.write_bytes(b"a,b\n" * 1000)
    with pytest.raises(Refused, match="INT-009"):
        read(path, limits=Limits(file=100))


def test_a_child_that_takes_too_much_memory_dies_alone(tmp_path: Path) -> None:
    path = tmp_path / "大.csv"
    path.write_bytes(("内容" * 4000 + "\n").encode() * 2000)
    with pytest.raises(Refused, match="INT-020"):
        read(path, limits=Limits(memory=180 * 1024 * 1024))


def test_a_child_that_never_ends_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "大.xlsx"
    plain_workbook(path, 30_000)
    with pytest.raises(Refused, match=r"INT-02[01]"):
        read(path, limits=Limits(wall=0))


def test_nothing_in_a_page_is_fetched_or_run(tmp_path: Path) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.setblocking(False)
        port = server.getsockname()[1]
        page = (
            f"<html><head><link rel=stylesheet href='http://127.0.0.1:{port}/a.css'>"
            f"<script src='http://127.0.0.1:{port}/a.js'>document.write('x')</script></head><body>"
            f"<table><tr><td>编号<img src='http://127.0.0.1:{port}/a.png'></td><td><script>alert(1)</script>内容</td></tr></table>"
        )
        path = tmp_path / "表.xls"
        path.write_text(page, encoding="gb18030")
        assert read(path).sheets[0].rows == (("编号", "内容"),)
        with pytest.raises(BlockingIOError):
            server.accept()


def test_formula_text_stays_text_and_formulas_give_what_was_stored(tmp_path: Path) -> None:
    path = tmp_path / "公式.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "=1+1")
        sheet.write_formula(0, 1, "=1+1", None, 7)
        sheet.write_string(0, 2, "@SUM(1)")
    assert [str(cell) for cell in read(path).sheets[0].rows[0]] == ["=1+1", "7", "@SUM(1)"]


def mutated(data: bytes, seed: int) -> bytes:
    """The file with some bytes of its parts changed, structure kept."""
    dice = random.Random(seed)

    def change(name: str, part: bytes) -> bytes:
        spoiled = bytearray(part)
        for _ in range(dice.choice((0, 0, 1, 5, 40))):
            if spoiled:
                spoiled[dice.randrange(len(spoiled))] = dice.randrange(256)
        return bytes(spoiled)

    whole = bytearray(repacked(data, change))
    for _ in range(dice.choice((0, 0, 1, 3))):
        whole[dice.randrange(len(whole))] = dice.randrange(256)
    return bytes(whole)


def outcome(path: Path) -> str:
    """What became of a file: read, or the code of its refusal."""
    answer = read_many([path])[0]
    return "read" if isinstance(answer, Workbook) else answer.code


def test_mutated_files_are_read_or_refused_and_never_kill_the_parent(tmp_path: Path) -> None:
    good = plain_workbook(tmp_path / "good.xlsx", 30)
    outcomes = []
    for seed in range(24):
        path = tmp_path / f"{seed}.xlsx"
        path.write_bytes(mutated(good, seed))
        outcomes.append(outcome(path))
    assert "read" in outcomes
    assert any(code.startswith("INT-") for code in outcomes)


@pytest.mark.nightly
@pytest.mark.timeout(3600)
def test_two_thousand_mutated_files(tmp_path: Path) -> None:
    good = plain_workbook(tmp_path / "good.xlsx", 30)
    path = tmp_path / "m.xlsx"
    for seed in range(2000):
        path.write_bytes(mutated(good, seed))
        assert outcome(path), seed


def test_a_struct_of_zeros_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "零.xls"
    path.write_bytes(struct.pack("2000x"))
    with pytest.raises(Refused, match=r"INT-00[23]"):
        read(path)
