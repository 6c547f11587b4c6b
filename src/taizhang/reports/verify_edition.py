"""Verifies an edition's bundle with Python's standard library alone; it lies in the bundle itself.

python verify_edition.py [FOLDER] [CHECKPOINT ...]

Checks that every file is the one that was frozen, that the journal's entry names this manifest, that the entry stands
in the tree whose root the checkpoint states (RFC 9162 2.1.3.2), and that every row behind a number is named. A
checkpoint kept elsewhere, given as well, must be the same one.
"""

from __future__ import annotations

import json
import sys
from base64 import b64encode
from hashlib import sha256
from pathlib import Path


class WrongError(Exception):
    """The bundle is not what it should be; the text says why."""


def inside(leaf: bytes, index: int, size: int, proof: list[bytes]) -> bytes:
    """The root that a proof leads to from a leaf at ``index`` (from 0) of a tree of ``size`` leaves."""
    at, last, root = index, size - 1, leaf
    for one in proof:
        if last == 0:
            raise WrongError("证明过长")
        if at & 1 or at == last:
            root = sha256(b"\x01" + one + root).digest()
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            root = sha256(b"\x01" + root + one).digest()
        at, last = at >> 1, last >> 1
    if last:
        raise WrongError("证明不全")
    return root


def check_files(folder: Path, manifest: dict[str, object]) -> int:
    """Every frozen file is there and unchanged; how many there are."""
    outputs = dict(manifest["outputs"])  # type: ignore[call-overload]
    outputs["text.md"] = manifest["template"]
    for name, digest in outputs.items():
        path = folder / name
        if not path.is_file() or sha256(path.read_bytes()).hexdigest() != digest:
            raise WrongError(f"文件“{name}”缺失或与定稿时不同")
    return len(outputs)


def check_entry(folder: Path, digest: str, elsewhere: list[str]) -> tuple[str, int]:
    """The entry names this manifest and stands in the checkpoint's tree; the journal's name and the entry's number."""
    header, salt, body = (folder / "entry.txt").read_bytes().rstrip(b"\n").split(b"\t")
    public, said = json.loads(header), json.loads(body)
    if sha256(b"\x02" + bytes.fromhex(salt.decode()) + body).hexdigest() != public["c"]:
        raise WrongError("流水正文与承诺值不符")
    if said["facts"]["digest"] != digest:
        raise WrongError("流水里的清单校验码与清单不符")
    point = (folder / "checkpoint.txt").read_text("utf-8")
    origin, size, stated = point.split("\n")[:3]
    proof = [bytes.fromhex(line) for line in (folder / "proof.txt").read_text("utf-8").split()]
    root = inside(sha256(b"\x00" + header).digest(), public["seq"] - 1, int(size), proof)
    if b64encode(root).decode() != stated:
        raise WrongError("流水不在封存点的树里")
    for one in elsewhere:
        if one.split("\n")[:3] != point.split("\n")[:3]:
            raise WrongError("另存的封存点与本包的不同")
    return origin, public["seq"]


def check_numbers(manifest: dict[str, object]) -> int:
    """Every row behind a number is named with its digest; how many numbers there are."""
    cells: list[dict[str, object]] = manifest["cells"]  # type: ignore[assignment]
    known: dict[str, object] = manifest["rows"]  # type: ignore[assignment]
    for cell in cells:
        rows: dict[str, list[str]] = cell["rows"]  # type: ignore[assignment]
        unknown = [key for keys in rows.values() for key in keys if key not in known]
        if unknown:
            raise WrongError(f"“{cell['title']}”的一条记录不在清单里")
    return len(cells)


def verify(folder: Path, elsewhere: list[str]) -> str:
    """What was found sound, as one sentence; raises WrongError otherwise."""
    text = (folder / "manifest.json").read_text("utf-8")
    manifest = json.loads(text)
    files = check_files(folder, manifest)
    origin, seq = check_entry(folder, sha256(text.encode()).hexdigest(), elsewhere)
    numbers = check_numbers(manifest)
    title = str(manifest["title"]).replace("\n", "")
    return f"核验通过：《{title}》{files}个文件、{numbers}个指标值与定稿时一致，定稿登记为{origin}第{seq}条流水"


def main(arguments: list[str]) -> int:
    """Prints one Chinese sentence; 0 when the bundle is sound, 1 when not."""
    folder = Path(arguments[0]) if arguments else Path(__file__).parent
    try:
        said = verify(folder, [Path(name).read_text("utf-8") for name in arguments[1:]])
    except (WrongError, OSError, ValueError, KeyError, TypeError) as wrong:
        print(f"核验未通过：{wrong}。")
        return 1
    print(f"{said}。")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
