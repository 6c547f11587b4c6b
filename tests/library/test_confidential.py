"""The text of a confidential document is nowhere: not in the register, not in the index, not among the files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from taizhang.library.library import Library
from taizhang.library.model import ReadableLevels
from tests.library.shelving import ALL, opened, put
from tests.library.times import NOW, TODAY

SECRET = "芷湖水库泄洪闸门密码由三人分持，每季度更换一次，任何人不得抄录。"
PAPER = f"工作秘密\n湉陂县水利局关于芷湖水库值守的通知\n{SECRET}\n湉陂县水利局\n2024年3月1日"


def left(folder: Path) -> list[Path]:
    """The files under a library in which a piece of the secret stands."""
    return [path for path in folder.rglob("*") if path.is_file() and "泄洪闸门密码".encode() in path.read_bytes()]


def test_a_work_secret_is_registered_without_its_text(tmp_path: Path) -> None:
    with opened(tmp_path, ("1.txt", PAPER)) as library:
        document = library.document(1, allowed=ALL)
        assert document
        assert (document.meta.level, document.text) == ("confidential", "")
        assert library.search("泄洪闸门", allowed=ALL, today=TODAY).count == 0
        assert library.search("", allowed=ALL, today=TODAY).count == 0
        assert library.document(1, allowed=ReadableLevels.to(["湉陂县水利局"], level="sensitive")) is None
        assert library.original(1, allowed=ALL) is None
        assert library.fsck().problems == ()
    assert left(library.folder) == []


def test_a_state_secret_is_refused_whole(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        for mark in ("机密★10年", "秘密", "绝 密★", "秘密☆长期"):
            admission = put(library, [("1.txt", PAPER.replace("工作秘密", mark))])
            assert [one.code for one in admission.problems] == ["LIB-014"]
        assert library.documents(allowed=ALL) == []
    assert left(library.folder) == []


def test_raising_a_document_takes_its_text_away_for_ever(tmp_path: Path) -> None:
    with opened(
        tmp_path, ("1.txt", PAPER.replace("工作秘密\n", "")), ("2.txt", "县水利局工作总结\n一切正常。")
    ) as library:
        found = library.search("泄洪闸门", allowed=ALL, today=TODAY)
        assert found.count == 1
        library.shelves.put("水利", [1, 2], allowed=ALL)
        raised = replace(found.hits[0].document.meta, level="confidential")
        library.describe(1, raised, allowed=ALL, who="保密员", at=NOW)
        assert library.search("泄洪闸门", allowed=ALL, today=TODAY).count == 0
        assert library.search("总结", allowed=ALL, today=TODAY).count == 1
        assert library.fsck().problems == ()
        assert [(one.act, one.who) for one in library.log.entries(1)] == [("修改", "保密员")]
    assert left(library.folder) == []


def test_a_level_given_at_intake_counts_like_a_mark(tmp_path: Path) -> None:
    with Library(tmp_path / "library") as library:
        put(library, [("1.txt", PAPER.replace("工作秘密\n", ""))], level="confidential")
        assert library.search("芷湖", allowed=ALL, today=TODAY).count == 0
    assert left(library.folder) == []
