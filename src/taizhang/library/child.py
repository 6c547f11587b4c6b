"""The limited child process that reads files: one request a line in, one answer a line out, both JSON.

    python -m taizhang.library.child

A request is ``{"path", "name"}``; the answer ``{"body", "plain", "marks", "meta"}`` or ``{"problem": [code, message, hint]}``.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path, PurePosixPath

from taizhang.confine.limits import confine, grant
from taizhang.library.extract import UnreadableText, extract_text, tell_unread
from taizhang.library.guard import check
from taizhang.library.metadata import is_state_secret, read_metadata
from taizhang.library.sentences import marks
from taizhang.terms.folding import plain_letters
from taizhang.terms.sentence import plain, sentence

# Chosen: far above what an ordinary file takes, in memory and in seconds of processor time; hostile ones meet it.
MEMORY, SECONDS = 512 * 1024 * 1024, 20


def main() -> None:
    """Answer requests until the input ends."""
    confine(MEMORY)
    for line in sys.stdin:
        grant(SECONDS)
        request = json.loads(line)
        sys.stdout.write(json.dumps(answer(Path(request["path"]), request["name"])) + "\n")
        sys.stdout.flush()


def answer(path: Path, name: str) -> dict[str, object]:
    """What is read from one file, or why it is refused."""
    problem = check(path, name)
    if problem:
        return _refusal(problem.code, problem.message, problem.hint)
    try:
        suffix = PurePosixPath(name.lower()).suffix
        body, unread = extract_text(path, suffix), tell_unread(path, suffix)
    except UnreadableText as fault:
        return _refusal("LIB-012", fault.args[0], fault.hint)
    except MemoryError:
        return _refusal("LIB-011", "读取文件所用内存超过上限。", "请拆分文件或另存后再交。")
    except Exception as fault:
        return _refusal(
            "LIB-013",
            sentence("文件已损坏，读不出来（{name}）。", name=type(fault).__name__),
            "请用办公软件打开后另存一遍。",
        )
    if is_state_secret(body):
        return _refusal("LIB-014", "文件标有国家秘密标志，资料库不得收存。", "请按保密规定处理原件。")
    meta = read_metadata(body, PurePosixPath(name).stem)
    letters = plain_letters(body)
    return {
        "body": body,
        "plain": letters if letters != body else None,
        "unread": plain(unread),
        "marks": sorted(marks(body)),
        "meta": asdict(meta) | {"day": meta.day.isoformat() if meta.day else ""},
    }


def _refusal(code: str, message: str, hint: str) -> dict[str, object]:
    return {"problem": [code, plain(message), plain(hint)]}


if __name__ == "__main__":
    main()
