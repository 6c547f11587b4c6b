"""Bill of materials and vulnerability report, both made offline from the lock files.

``python scripts/sbom.py OUT.json`` writes a CycloneDX 1.6 bill of what is installed: every locked Python package and
every package of the charts, with digests. ``python scripts/sbom.py OUT.json --advisories FOLDER`` writes beside it
OUT.vulnerabilities.json: what advisories in OSV format, brought in from outside, say of these very versions. A folder
without advisories proves nothing and is refused.
"""

from __future__ import annotations

import argparse
import base64
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from packaging.version import InvalidVersion, Version

ROOT = Path(__file__).resolve().parents[1]
LOCK, CHARTS = ROOT / "requirements" / "core.txt", ROOT / "package-lock.json"
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)")
_DIGEST = re.compile(r"--hash=sha256:([0-9a-f]{64})")


class Package(NamedTuple):
    """A locked package. digests: (algorithm, hex) of every file it may be installed from. builds: needed to build alone."""

    kind: str
    name: str
    version: str
    digests: tuple[tuple[str, str], ...]
    builds: bool = False

    @property
    def purl(self) -> str:
        """Its package URL."""
        return f"pkg:{self.kind}/{self.name.replace('@', '%40')}@{self.version}"


def packages(lock: Path = LOCK, charts: Path = CHARTS) -> tuple[Package, ...]:
    """Everything locked, by package URL."""
    return tuple(
        sorted((*_python(lock.read_text("utf-8")), *_node(charts.read_text("utf-8"))), key=lambda one: one.purl)
    )


def _python(text: str) -> Iterator[Package]:
    for block in text.replace("\\\n", " ").splitlines():
        if found := _PINNED.match(block):
            digests = tuple(("SHA-256", one) for one in sorted(_DIGEST.findall(block)))
            yield Package("pypi", re.sub(r"[-_.]+", "-", found[1]).lower(), found[2], digests)


def _node(text: str) -> Iterator[Package]:
    for place, one in json.loads(text)["packages"].items():
        if place:
            algorithm, _, digest = one["integrity"].partition("-")
            hexed = base64.b64decode(digest).hex()
            yield Package(
                "npm",
                place.rpartition("node_modules/")[2],
                one["version"],
                ((_ALGORITHMS[algorithm], hexed),),
                bool(one.get("dev")),
            )


_ALGORITHMS = {"sha512": "SHA-512", "sha256": "SHA-256", "sha1": "SHA-1"}


def bill(found: tuple[Package, ...]) -> dict[str, object]:
    """The bill in CycloneDX 1.6; the same locks give the same bytes."""
    components = [
        {
            "type": "library",
            "bom-ref": one.purl,
            "name": one.name,
            "version": one.version,
            "purl": one.purl,
            "scope": "excluded" if one.builds else "required",
            "hashes": [{"alg": algorithm, "content": digest} for algorithm, digest in one.digests],
        }
        for one in found
    ]
    serial = uuid5(NAMESPACE_URL, json.dumps(components))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "taizhang", "bom-ref": "taizhang"}},
        "components": components,
        "dependencies": [{"ref": "taizhang", "dependsOn": [one.purl for one in found]}],
    }


def vulnerabilities(found: tuple[Package, ...], folder: Path) -> dict[str, object]:
    """What the advisories in a folder say of the packages. Raises ValueError where there are none."""
    advisories = [json.loads(path.read_text("utf-8")) for path in sorted(folder.rglob("*.json"))]
    if not advisories:
        raise ValueError(f"{folder}: no advisories; nothing can be said of anything")
    told = [
        {"package": one.purl, "id": advisory["id"], "summary": str(advisory.get("summary", ""))}
        for one in found
        for advisory in advisories
        if not advisory.get("withdrawn") and any(_affects(affected, one) for affected in advisory.get("affected", ()))
    ]
    newest = max(str(one.get("modified", "")) for one in advisories)
    return {"advisories": len(advisories), "newest": newest, "packages": len(found), "found": told}


def _affects(affected: dict[str, object], one: Package) -> bool:
    named = affected.get("package")
    if not isinstance(named, dict) or named.get("ecosystem") != {"pypi": "PyPI", "npm": "npm"}[one.kind]:
        return False
    if re.sub(r"[-_.]+", "-", str(named["name"])).lower() != re.sub(r"[-_.]+", "-", one.name).lower():
        return False
    versions, ranges = affected.get("versions") or [], affected.get("ranges") or []
    assert isinstance(versions, list)
    assert isinstance(ranges, list)
    return one.version in versions or any(
        _inside(each["events"], one.version) for each in ranges if each["type"] != "GIT"
    )


def _inside(events: list[dict[str, str]], version: str) -> bool:
    """Whether a version lies between an introduction and the next repair; one that cannot be read counts as inside."""
    try:
        here, inside = Version(version), False
        for event in events:
            ((what, at),) = event.items()
            edge = Version("0" if at == "0" else at)
            if what == "introduced" and here >= edge:
                inside = True
            elif (what == "fixed" and here >= edge) or (what == "last_affected" and here > edge):
                inside = False
    except InvalidVersion:
        return True
    return inside


def main() -> int:
    """Writes what is asked for; 1 where an advisory speaks of a locked version, or there are none."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    asked.add_argument("out", type=Path)
    asked.add_argument("--advisories", type=Path)
    given = asked.parse_args()
    found = packages()
    given.out.write_text(json.dumps(bill(found), indent=1) + "\n", encoding="utf-8")
    print(f"{len(found)} packages: {given.out}")
    if given.advisories is None:
        return 0
    try:
        report = vulnerabilities(found, given.advisories)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    place = given.out.with_suffix(".vulnerabilities.json")
    place.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    known = report["found"]
    assert isinstance(known, list)
    print(
        f"{report['advisories']} advisories, the newest of {report['newest']}; {len(known)} speak of a locked version"
    )
    return 1 if known else 0


if __name__ == "__main__":
    raise SystemExit(main())
