"""Every kind of file is read as its reader sees it; what cannot be taken is refused alone and with its reason."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import taizhang.confine.office as confined
from taizhang.library import office
from taizhang.library.library import Library
from taizhang.library.model import AdmissionReport
from taizhang.library.workers import Child
from taizhang.terms.problem import Problem, errors
from tests.library import files
from tests.library.shelving import ALL, put
from tests.library.times import NOW, TODAY


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library(tmp_path_factory.mktemp("intake") / "library") as made:
        yield made


def admit(library: Library, *paths: Path) -> AdmissionReport:
    return library.admit(paths, at=NOW)


def codes(admission: AdmissionReport) -> list[str]:
    return [problem.code for problem in admission.problems]


def text(library: Library, admission: AdmissionReport) -> str:
    assert not errors(admission.problems), [str(each) for each in admission.problems]
    document = library.document(admission.admitted[0], allowed=ALL)
    assert document
    return document.text


def test_a_word_file_is_read_with_controls_and_insertions_and_without_deletions(
    library: Library, tmp_path: Path
) -> None:
    read = text(library, admit(library, files.word(tmp_path / "通知.docx"))).split("\n")
    assert read[:5] == list(files.LINES)
    assert {"控件里的字", "插入的字"} <= set(read)
    assert not any("删去" in line or "移走" in line for line in read)
    assert [line for line in read if "框" in line] == ["框外的字", "框里的字"]
    assert any("乡镇" in line and "户数" in line for line in read)


def test_what_the_paper_says_of_itself_is_read(library: Library, tmp_path: Path) -> None:
    lines = (
        "湉陂县民政局文件",
        "湉民发〔2024〕7号",
        *files.LINES[:2],
        "根据《湉陂县低保办法》办理。",
        *files.LINES[2:],
    )
    admission = admit(library, files.word(tmp_path / "x.docx", lines))
    document = library.document(admission.admitted[0], allowed=ALL)
    assert document
    meta = document.meta
    assert (meta.title, meta.number, meta.issuer) == (files.LINES[0], "湉民发〔2024〕7号", "湉陂县民政局")
    assert (meta.kind, meta.addressee, str(meta.day)) == ("通知", "各乡镇人民政府", "2024-05-06")
    assert [(one.verb, one.target) for one in meta.relations] == [("implements", "《湉陂县低保办法》")]


def test_workbooks_pages_and_marked_down_texts_are_read(library: Library, tmp_path: Path) -> None:
    assert "沅塘镇 312" in text(library, admit(library, files.workbook(tmp_path / "台账.xlsx")))
    (tmp_path / "a.html").write_text(
        "<title>低保</title><script>var x</script><p>新增<b>312</b>户</p><!-- 注 -->", "utf-8"
    )
    assert text(library, admit(library, tmp_path / "a.html")) == "低保\n新增312户"
    (tmp_path / "a.md").write_text("# 低保工作\n\n- 新增**312**户，见[办法](http://x.example/1)\n", "utf-8")
    assert text(library, admit(library, tmp_path / "a.md")) == "低保工作\n新增312户，见办法"
    assert "low income" in text(library, admit(library, files.pdf(tmp_path / "a.pdf")))


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_plain_texts_are_read_in_the_encodings_offices_use(library: Library, tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_text(f"关于{encoding}的通知\n全县新增低保对象。", encoding)
    assert text(library, admit(library, tmp_path / "a.txt")).endswith("全县新增低保对象。")


def test_each_refusal_has_its_reason_and_holds_up_nothing_else(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "混杂"
    folder.mkdir()
    (folder / "1.exe").write_bytes(b"MZ")
    (folder / "2.txt").write_bytes(b"")
    (folder / "3.docx").write_bytes(b"\xd0\xcf\x11\xe0 locked with a password")
    (folder / "4.docx").write_bytes(b"PK\x03\x04 cut off")
    (folder / "5.txt").write_bytes(b"\x81\x20\xff\xff\xfe")
    files.pdf(folder / "6.pdf", "")
    (folder / "7.txt").write_text("关于混杂文件夹的通知\n照收不误。", "utf-8")
    (folder / "~$8.docx").write_bytes(b"lock")
    (folder / ".9.txt").write_text("隐藏", "utf-8")
    (folder / "a.txt").symlink_to("/etc/hostname")
    admission = admit(library, folder, tmp_path / "没有的.txt")
    assert sorted(codes(admission)) == ["LIB-001", "LIB-002", "LIB-004", "LIB-005", "LIB-012", "LIB-012", "LIB-018"]
    assert {problem.place.file for problem in admission.problems if problem.code == "LIB-012"} == {"5.txt", "6.pdf"}
    assert len(admission.admitted) == 1
    assert all(problem.message.endswith("。") and problem.hint for problem in admission.problems)


def test_a_zip_gives_its_files_under_their_chinese_names(library: Library, tmp_path: Path) -> None:
    members = {"收文/关于甲的函.txt": "关于甲事项的函\n请予支持。".encode(), "里.zip": b"PK\x03\x04", "坏.docx": b"no"}
    admission = admit(library, files.windows_zip(tmp_path / "收文.zip", members))
    assert sorted(codes(admission)) == ["LIB-004", "LIB-008"]
    document = library.document(admission.admitted[0], allowed=ALL)
    assert document
    assert document.name == "收文.zip/收文/关于甲的函.txt"


def test_bombs_and_paths_out_of_a_zip_are_refused(library: Library, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"0" * 50_000_000)
    with zipfile.ZipFile(tmp_path / "out.zip", "w") as archive:
        archive.writestr("../../etc/x.txt", "x")
    assert codes(admit(library, tmp_path / "bomb.zip", tmp_path / "out.zip")) == ["LIB-006", "LIB-008"]


def test_old_word_files_are_refused_with_a_reason_where_there_is_no_office(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "program", lambda: None)
    (tmp_path / "旧.doc").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    (tmp_path / "旧.wps").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(700))
    assert codes(admit(library, tmp_path / "旧.doc", tmp_path / "旧.wps")) == ["LIB-016", "LIB-016"]


def test_the_same_bytes_are_kept_once(library: Library, tmp_path: Path) -> None:
    papers = [("a.txt", "关于重复的通知\n一模一样。"), ("b.txt", "关于重复的通知\n一模一样。")]
    first = put(library, papers)
    assert (len(first.admitted), codes(first)) == (1, ["LIB-019"])
    again = put(library, papers)
    assert again.known == (first.admitted[0], first.admitted[0])
    assert not again.admitted


def test_near_duplicates_are_kept_and_grouped(library: Library) -> None:
    body = "".join(
        f"第{word}项任务已经按期完成并报县委督查室备案，没有发现新的问题和隐患。\n" for word in "甲乙丙丁戊己"
    )
    first = put(library, [("a.txt", "督查任务完成情况报告\n" + body)])
    second = put(
        library,
        [("b.txt", "督查任务完成情况报告（修订）\n" + body.replace("己", "庚") + "另有补充说明一条附后请一并审阅。")],
    )
    assert codes(second) == ["LIB-042"]
    group = library.group(second.admitted[0], allowed=ALL)
    assert [one.id for one in group] == [*first.admitted, *second.admitted]


def test_progress_is_told_to_the_end(library: Library, tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(f"关于进度{number}的函\n内容。", "utf-8")
    told: list[tuple[int, int]] = []
    library.admit([tmp_path], at=NOW, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (5, 5)


def test_originals_are_kept_byte_for_byte(library: Library, tmp_path: Path) -> None:
    path = files.word(tmp_path / "原件.docx", (*files.LINES, "只在这一份里的一句话。"))
    admission = admit(library, path)
    kept = library.original(admission.admitted[0], allowed=ALL)
    assert kept
    assert kept.read_bytes() == path.read_bytes()
    assert not os.access(kept, os.W_OK) or os.geteuid() == 0
    assert library.search("城乡低保", allowed=ALL, today=TODAY).count >= 1


def test_a_reader_that_does_not_answer_is_ended_and_the_next_one_reads(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("关于超时的函\n请阅。", "utf-8")
    late = Child(wait=0.0)
    refused = late.read(tmp_path / "a.txt", "a.txt")
    assert isinstance(refused, Problem)
    assert refused.code == "LIB-015"
    patient = Child()
    read = patient.read(tmp_path / "a.txt", "a.txt")
    assert not isinstance(read, Problem)
    assert read.meta.title == "关于超时的函"
    patient.end()


@pytest.mark.nightly
@pytest.mark.skipif(confined.program() is None, reason="LibreOffice is not on this machine")
def test_old_word_files_are_read_through_libreoffice(library: Library, tmp_path: Path) -> None:
    old = confined.convert(files.word(tmp_path / "旧式.docx"), "doc", tmp_path)
    assert old
    assert text(library, admit(library, old)).startswith("\n".join(files.LINES))
    (tmp_path / "坏.doc").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(5_000))
    assert codes(admit(library, tmp_path / "坏.doc")) in (["LIB-017"], ["LIB-012"])
