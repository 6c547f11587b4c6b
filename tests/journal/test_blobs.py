"""Evidence kept by digest: once, whole, and never half."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import pytest

from taizhang.journal.blobs import Blobs
from taizhang.journal.journal import Journal
from tests.matters.acts import codes, wants

PHOTO = b"\xff\xd8 before and after" * 5000
DIGEST = sha256(PHOTO).hexdigest()


def test_a_file_is_kept_under_its_digest_once(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    (tmp_path / "照片.jpg").write_bytes(PHOTO)
    assert blobs.put(PHOTO) == blobs.put(tmp_path / "照片.jpg") == DIGEST
    assert blobs.path(DIGEST) == tmp_path / "blob" / DIGEST[:2] / DIGEST[2:4] / DIGEST
    assert blobs.path(DIGEST).read_bytes() == PHOTO
    assert list(blobs.digests()) == [DIGEST]
    assert [path.name for path in (tmp_path / "blob").iterdir()] == [DIGEST[:2]]
    assert (blobs.has(DIGEST), blobs.has("0" * 64), blobs.wrong(DIGEST)) == (True, False, None)
    assert blobs.put(b"") == sha256().hexdigest()


def test_what_is_missing_or_changed_is_found_and_mended_by_putting_it_again(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    missing = blobs.wrong(DIGEST)
    assert missing is not None
    assert missing.code == "JRN-084"
    blobs.put(PHOTO)
    blobs.path(DIGEST).write_bytes(PHOTO[:-1] + b"X")
    changed = blobs.wrong(DIGEST)
    assert changed is not None
    assert changed.code == "JRN-085"
    blobs.put(PHOTO)
    assert blobs.wrong(DIGEST) is None


@pytest.mark.parametrize("name", ["", "..", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_what_is_no_digest_has_no_place(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="no SHA-256 digest"):
        Blobs(tmp_path).path(name)


def test_the_bytes_and_every_folder_are_flushed_before_and_after_the_renaming(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    replace, fsync = Path.replace, os.fsync

    def watched_fsync(handle: int) -> None:
        done.append("flush " + str(Path(f"/proc/self/fd/{handle}").resolve().relative_to(tmp_path).parts[:-1]))
        fsync(handle)

    def watched_replace(self: Path, target: Path) -> Path:
        done.append("rename")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", watched_fsync)
    monkeypatch.setattr(Path, "replace", watched_replace)
    Blobs(tmp_path).put(PHOTO)
    assert done == ["flush ('blob',)", "flush ()", "flush ('blob',)", "rename", f"flush ('blob', '{DIGEST[:2]}')"]


def test_a_fault_while_writing_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="disk full"):
        Blobs(tmp_path).put(PHOTO)
    assert list((tmp_path / "blob").iterdir()) == []


def test_an_entry_names_only_evidence_that_is_there(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path)
    said = wants("record", "a", evidence=(DIGEST,))
    assert codes(journal, said) == ["JRN-054"]
    assert journal.blobs is not None
    journal.blobs.put(PHOTO)
    assert codes(journal, said) == []
    assert (journal.fsck().ok, journal.fsck().blobs) == (True, 1)
    journal.blobs.path(DIGEST).unlink()
    assert [problem.code for problem in journal.fsck().problems] == ["JRN-084"]
    journal.close()
