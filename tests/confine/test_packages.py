"""Packages that may not be opened are named with the reason; those an office really has may."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from taizhang.confine.packages import examine
from taizhang.confine.worker import Worker

_RELATION = '<Relationships><Relationship Id="rId1" Type="http://x/{kind}" Target="{target}" TargetMode="External"/></Relationships>'


def _zip(path: Path, **parts: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("part", "content", "kind"),
    [
        ("word/vbaProject.bin", "x", "carrier"),
        ("word/document.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "entities"),
        ("word/_rels/a.rels", _RELATION.format(kind="attachedTemplate", target="http://203.0.113.7/t.dotm"), "carrier"),
        ("word/_rels/a.rels", _RELATION.format(kind="image", target="file:///C:/a.png"), "carrier"),
        ("../outside.xml", "x", "outside"),
        ("bomb.xml", "0" * 20_000_000, "bomb"),
    ],
)
def test_a_package_that_would_do_harm_is_refused_by_kind(tmp_path: Path, part: str, content: str, kind: str) -> None:
    fault = examine(_zip(tmp_path / "a.docx", **{part: content}), office=True)
    assert fault is not None
    assert fault.kind == kind


@pytest.mark.parametrize(
    ("kind", "target"), [("hyperlink", "http://203.0.113.7/"), ("attachedTemplate", "file:///C:/Users/Normal.dotm")]
)
def test_links_nobody_follows_are_no_reason_to_refuse(tmp_path: Path, kind: str, target: str) -> None:
    path = _zip(tmp_path / "a.docx", **{"word/_rels/a.rels": _RELATION.format(kind=kind, target=target)})
    assert examine(path, office=True) is None


def test_a_file_that_is_no_zip_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04 and nothing more")
    fault = examine(tmp_path / "a.docx", office=True)
    assert fault is not None
    assert fault.kind == "damaged"


def test_a_child_that_says_nothing_is_ended_and_named() -> None:
    with Worker("taizhang.terms.names", wait=10) as worker:
        assert worker.ask({}) == "died"
