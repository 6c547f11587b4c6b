"""Verifies a journal's export with Python's standard library alone; copy this file anywhere and run it.

python verify_export.py EXPORT [OLDER_CHECKPOINT ...]

Checks the copy, every line's canonical form, numbering, commitments and order, the Merkle tree (RFC 6962) and
its root. Each older checkpoint given (a file, or printed text kept elsewhere) must be a prefix of the export:
that is what shows that nothing was rewritten since it was made.
"""

from __future__ import annotations

import json
import re
import sys
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

HEADER = re.compile(rb'\{"c":"([0-9a-f]{64})","ledger":"([a-z0-9_]+)","seq":([1-9][0-9]*),"v":1\}')
CHECKPOINT = re.compile(r"([^\n]+)\n(0|[1-9][0-9]*)\n([A-Za-z0-9+/]{43}=)\n\n((?:— [^ \n]+ [A-Za-z0-9+/]+=*\n)*)")
# As ``canonical.LARGEST`` with one more, written again: this file stands alone.
LARGEST = 2**53


class WrongExportError(Exception):
    """The export is not what it should be; the text says why."""


def canonical(value: object) -> bytes:
    """The only bytes a value may be written as."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    if "\x7f" in text or not set(re.findall(r"\\(.)", text)) <= set('"\\nt') or not plain(value):
        raise WrongExportError("正文含有不允许的值")
    return text.encode("utf-8")


def plain(value: object) -> bool:
    """Whether the value is free of floats, large integers and names beyond ASCII."""
    if isinstance(value, dict):
        return all(key.isascii() for key in value) and all(map(plain, value.values()))
    if isinstance(value, list):
        return all(map(plain, value))
    return not isinstance(value, float) and not (isinstance(value, int) and abs(value) >= LARGEST)


def body_of(data: bytes) -> dict[str, object]:
    """The body, if its bytes are the canonical ones of an object."""
    try:
        body = json.loads(data.decode("utf-8"))
        same = isinstance(body, dict) and canonical(body) == data
    except (ValueError, RecursionError):
        same = False
    if not same:
        raise WrongExportError("正文不是规范形式")
    return body  # type: ignore[no-any-return]


def leaf_of(line: bytes, seq: int, seen: dict[object, int], last: list[str]) -> bytes:
    """The leaf hash of a line, once its parts agree with one another and with the lines before.

    seen: steps of each matter so far, and every intention; last: the time of the line before.
    """
    parts = line.split(b"\t")
    if len(parts) != 3:
        raise WrongExportError("不是三段")
    header, salt, data = parts
    found = HEADER.fullmatch(header)
    if not found or int(found[3]) != seq:
        raise WrongExportError("封面写法或编号不对")
    if not re.fullmatch(rb"[0-9a-f]{64}", salt):
        raise WrongExportError("盐值写法不对")
    if sha256(b"\x02" + bytes.fromhex(salt.decode()) + data).hexdigest().encode() != found[1]:
        raise WrongExportError("正文与承诺值不符")
    body = body_of(data)
    matter, intention, at = body.get("matter"), (body.get("actor"), body.get("idem")), str(body.get("at"))
    if body.get("ledger") != found[2].decode() or body.get("mseq") != seen.get(matter, 0) + 1:
        raise WrongExportError("台账或事项步数不符")
    if intention in seen or at < last[0]:
        raise WrongExportError("同一次提交出现两次，或时间倒退")
    seen[matter], seen[intention], last[0] = seen.get(matter, 0) + 1, 1, at
    return sha256(b"\x00" + header).digest()


def root_of(leaves: list[bytes]) -> bytes:
    """The RFC 6962 root."""
    peaks: list[tuple[int, bytes]] = []
    for leaf in leaves:
        size = 1
        while peaks and peaks[-1][0] == size:
            leaf, size = sha256(b"\x01" + peaks.pop()[1] + leaf).digest(), size * 2
        peaks.append((size, leaf))
    root = peaks.pop()[1] if peaks else sha256(b"").digest()
    while peaks:
        root = sha256(b"\x01" + peaks.pop()[1] + root).digest()
    return root


def check_point(text: str, leaves: list[bytes], what: str) -> tuple[str, int]:
    """Checks a checkpoint against the leaves; gives its origin and size."""
    found = CHECKPOINT.fullmatch(text)
    if not found:
        raise WrongExportError(f"{what}写法不对")
    size = int(found[2])
    if size > len(leaves) or b64encode(root_of(leaves[:size])).decode() != found[3]:
        raise WrongExportError(f"{what}与流水不符（第{size}条为止的根不同，或流水不足{size}条）")
    return found[1], size


def verify(data: bytes, older: tuple[str, ...] = ()) -> tuple[str, int, str]:
    """Origin, size and root in hex of a sound export; raises WrongExportError otherwise."""
    start, _, rest = data.partition(b"\n")
    if start != b"taizhang-export 1":
        raise WrongExportError("不是本格式的导出文件")
    entries, gap, ending = rest.partition(b"\n\n") if not rest.startswith(b"\n") else (b"", b"\n\n", rest[1:])
    point, mark, digest = ending.rpartition(b"sha256 ")
    if not gap or not mark or digest != sha256(data[: len(data) - len(mark + digest)]).hexdigest().encode() + b"\n":
        raise WrongExportError("文件不完整，或抄写有误（末行校验和不符）")
    seen: dict[object, int] = {}
    last, leaves = [""], []
    for seq, line in enumerate(entries.split(b"\n") if entries else (), 1):
        try:
            leaves.append(leaf_of(line, seq, seen, last))
        except WrongExportError as wrong:
            raise WrongExportError(f"第{seq}条流水：{wrong}") from None
    origin, size = check_point(point.decode("utf-8", "replace"), leaves, "封存点")
    if size != len(leaves):
        raise WrongExportError("封存点的条数与流水不符")
    if any(check_point(one, leaves, "旧封存点")[0] != origin for one in older):
        raise WrongExportError("旧封存点属于另一份流水")
    return origin, len(leaves), root_of(leaves).hex()


def main(arguments: list[str]) -> int:
    """Prints one Chinese sentence; 0 when the export is sound, 1 when not, 2 when there is nothing to check."""
    if not arguments:
        print("用法：python verify_export.py 导出文件 [旧封存点文件 ...]")
        return 2
    try:
        older = tuple(Path(name).read_text(encoding="utf-8") for name in arguments[1:])
        origin, size, root = verify(Path(arguments[0]).read_bytes(), older)
    except (WrongExportError, OSError, UnicodeDecodeError) as wrong:
        print(f"核验未通过：{wrong}。")
        return 1
    print(f"核验通过：{origin} 共{size}条流水，根 {root}，与{len(older)}个旧封存点一致。")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
