"""The limited child process that opens documents: one order a line in, one answer a line out, both JSON.

    python -m taizhang.proof.files.child

An order is ``{"do", "path", …}``; the answer what ``WORK`` gives for it, or ``{"problem": [code, message, hint]}``.
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from taizhang.confine.limits import confine, grant
from taizhang.confine.packages import Kind, examine
from taizhang.proof.files import pdf_pages
from taizhang.proof.files.plain import findings_of, plain_document, plain_findings
from taizhang.proof.files.printed import sheets
from taizhang.proof.layout.gate import examine_layout
from taizhang.proof.layout.measure import Measured
from taizhang.proof.layout.profile import Profile
from taizhang.proof.layout.repair import repair_file
from taizhang.proof.word.marking import mark_findings
from taizhang.proof.word.package import Package, UnreadablePackage
from taizhang.proof.word.reading import document
from taizhang.proof.word.walk import PackageParagraphs
from taizhang.terms.sentence import plain, sentence

# Chosen: far above what an ordinary document takes, in memory and in seconds of processor time; hostile ones meet it.
MEMORY, SECONDS = 1024 * 1024 * 1024, 30
_CODES: dict[Kind, str] = {
    "damaged": "PRF-104",
    "bomb": "PRF-105",
    "locked": "PRF-106",
    "outside": "PRF-107",
    "carrier": "PRF-108",
    "entities": "PRF-109",
}
_MAGIC = {".docx": b"PK", ".pdf": b"%PDF-"}
Order = Mapping[str, Any]


def main() -> None:
    """Answers orders until the input ends."""
    confine(MEMORY)
    for line in sys.stdin:
        grant(SECONDS)
        sys.stdout.write(json.dumps(answer(json.loads(line))) + "\n")
        sys.stdout.flush()


def answer(order: Order) -> dict[str, object]:
    """What an order gives, or why it is refused."""
    path = Path(order["path"])
    refusal = _refusal(path, str(order["suffix"]))
    if refusal:
        return {"problem": [plain(part) for part in refusal]}
    work = WORK[str(order["do"])]
    try:
        return work(path, order)
    except UnreadablePackage as fault:
        return {"problem": ("PRF-110", fault.args[0], "请用办公软件打开后另存一遍。")}
    except (MemoryError, RecursionError):
        return {"problem": ("PRF-111", "读取文件所用内存超过上限。", "请拆分文件或另存后再交。")}
    except Exception as fault:
        return {
            "problem": (
                "PRF-110",
                plain(sentence("文件已损坏，读不出来（{name}）。", name=type(fault).__name__)),
                "请用办公软件打开后另存一遍。",
            )
        }


def _refusal(path: Path, suffix: str) -> tuple[str, str, str] | None:
    with path.open("rb") as file:
        head = file.read(1024)
    if not head:
        return "PRF-102", "文件是空的。", "请核对原件。"
    if _MAGIC[suffix] not in (head if suffix == ".pdf" else head[:2]):
        return (
            "PRF-103",
            sentence("文件内容不是{suffix}的格式。", suffix=suffix),
            "扩展名可能被改过，或文件加了密码：请另存为未加密的正确格式。",
        )
    fault = examine(path, office=True) if suffix == ".docx" else None
    return (_CODES[fault.kind], sentence(fault.template, **fault.values), fault.hint) if fault else None


def _read_word(path: Path, order: Order) -> dict[str, object]:
    return plain_document(document(PackageParagraphs(Package(path.read_bytes())), str(order["name"])))


def _read_pdf(path: Path, order: Order) -> dict[str, object]:
    return plain_document(pdf_pages.document(sheets(path), str(order["name"])))


def _mark(path: Path, order: Order) -> dict[str, object]:
    content = mark_findings(Package(path.read_bytes()), findings_of(order["findings"]), str(order["on"]))
    return {"file": base64.b64encode(content).decode()}


def _form(path: Path, order: Order) -> dict[str, object]:
    profile = Profile.model_validate(order["profile"])
    pages = sheets(Path(order["pdf"])) if order["pdf"] else ()
    found = examine_layout(Measured(PackageParagraphs(Package(path.read_bytes()))), profile, pages)
    return {"findings": plain_findings(found)}


def _repair(path: Path, order: Order) -> dict[str, object]:
    made = repair_file(Package(path.read_bytes()), Profile.model_validate(order["profile"]))
    return {
        "file": base64.b64encode(made.content).decode(),
        "done": made.done,
        "left": plain_findings(made.left),
        "before": made.before,
        "after": made.after,
    }


WORK: dict[str, Callable[[Path, Order], dict[str, object]]] = {
    "word": _read_word,
    "pdf": _read_pdf,
    "mark": _mark,
    "form": _form,
    "repair": _repair,
}


if __name__ == "__main__":
    main()
