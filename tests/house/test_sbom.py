"""The bill of materials is made of the locks, all of them and nothing else; a report of vulnerabilities never of nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from scripts.sbom import CHARTS, LOCK, Package, bill, packages, vulnerabilities

MOST = 60
"""How many packages an installation may bring, builds apart."""


def advisory(package: str, *events: dict[str, str], **more: object) -> dict[str, object]:
    affected = {
        "package": {"ecosystem": "PyPI", "name": package},
        "ranges": [{"type": "ECOSYSTEM", "events": [*events]}],
    }
    return {"id": "TEST-1", "modified": "2026-01-01T00:00:00Z", "summary": "made up", "affected": [affected], **more}


def told(folder: Path, *advisories: dict[str, object]) -> list[object]:
    for number, one in enumerate(advisories):
        (folder / f"{number}.json").write_text(json.dumps(one), encoding="utf-8")
    found = vulnerabilities((Package("pypi", "made-up", "1.5", (("SHA-256", "0" * 64),)),), folder)["found"]
    assert isinstance(found, list)
    return found


def test_every_locked_package_is_in_the_bill_with_its_digests() -> None:
    found = packages()
    pinned = re.findall(r"^([A-Za-z0-9._-]+)(?:\[.*\])?==", LOCK.read_text("utf-8"), re.MULTILINE)
    locked = [name for name in json.loads(CHARTS.read_text("utf-8"))["packages"] if name]
    assert len(found) == len(pinned) + len(locked)
    assert all(one.digests for one in found)
    assert len({one.purl for one in found}) == len(found)
    assert sum(not one.builds for one in found) <= MOST


def test_the_bill_is_cyclonedx_and_the_same_each_time() -> None:
    made = bill(packages())
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.6")
    assert made == bill(packages())
    plain = json.loads(json.dumps(made))
    (tree,) = plain["dependencies"]
    assert tree["dependsOn"] == [one["bom-ref"] for one in plain["components"]]
    assert not re.search(r"https?://", json.dumps(made))


@pytest.mark.parametrize(
    ("events", "affected"),
    [
        ([{"introduced": "0"}], True),
        ([{"introduced": "1.5"}], True),
        ([{"introduced": "1.5.1"}], False),
        ([{"introduced": "0"}, {"fixed": "1.5"}], False),
        ([{"introduced": "0"}, {"fixed": "1.5.1"}], True),
        ([{"introduced": "0"}, {"last_affected": "1.5"}], True),
        ([{"introduced": "0"}, {"last_affected": "1.4"}], False),
        ([{"introduced": "0"}, {"fixed": "1.0"}, {"introduced": "1.2"}, {"fixed": "1.6"}], True),
        ([{"introduced": "no version"}], True),
    ],
)
def test_a_version_is_affected_up_to_its_repair(tmp_path: Path, events: list[dict[str, str]], affected: bool) -> None:
    assert bool(told(tmp_path, advisory("Made_Up", *events))) == affected


def test_of_other_packages_and_withdrawn_advisories_nothing_is_told(tmp_path: Path) -> None:
    events = {"introduced": "0"}
    assert told(tmp_path, advisory("other", events), advisory("made-up", events, withdrawn="2026-01-02")) == []


def test_no_advisories_prove_nothing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no advisories"):
        vulnerabilities(packages(), tmp_path)
