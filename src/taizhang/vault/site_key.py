"""The site's key: 32 random bytes in a file of their own, which need not lie on the disk of the site.

It lies where TAIZHANG_KEY says, else where ``keys/where`` in the site's folder says, else in ``keys/site.key``. It is made
once, with the file of data keys; when that is there and the key is not, it is looked for and never made anew.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from secrets import token_bytes

from taizhang.terms.durable import flush, replace_file
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence
from taizhang.vault.ciphers import KEY

FOLDER, DATA_KEYS, SITE_KEY, WHERE, LEFT_OUT = "keys", "data.keys", "site.key", "where", "left-out"
VARIABLE = "TAIZHANG_KEY"
_WRITTEN = re.compile(r"taizhang site key 1\n([0-9a-f]{64})\n")


def key_file(home: Path) -> Path:
    """Where the site's key lies, or is to lie."""
    if told := os.environ.get(VARIABLE):
        return Path(told)
    where = home / FOLDER / WHERE
    return Path(where.read_text("utf-8").strip()) if where.is_file() else home / FOLDER / SITE_KEY


def leave_out(home: Path) -> None:
    """Says in a copy of a site that its keys are not with it, so that no new ones are made."""
    (home / FOLDER).mkdir(exist_ok=True, mode=0o700)
    replace_file(home / FOLDER / LEFT_OUT, "备份不含密钥，密钥另行备份。\n".encode())


def left_out(home: Path) -> Problem | None:
    """That the keys of a site were not restored with it (KEY-005)."""
    if not (home / FOLDER / LEFT_OUT).is_file() or data_keys(home).exists():
        return None
    says = "站点由备份恢复，密钥还没有取回，涉密和敏感台账的内容读不出，也写不进。"
    return Problem("KEY-005", says, Place(file=str(home / FOLDER)), "请用 taizhang keys restore 取回密钥备份。")


def data_keys(home: Path) -> Path:
    """The file of data keys of a site."""
    return home / FOLDER / DATA_KEYS


def make_site_key(path: Path) -> bytes:
    """A new key in a file only its owner reads; the one that is there, should another process have been faster."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = token_bytes(KEY)
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return read_site_key(path)
    with os.fdopen(handle, "wb") as write:
        write.write(f"taizhang site key 1\n{key.hex()}\n".encode("ascii"))
        write.flush()
        os.fsync(write.fileno())
    flush(path.parent)
    return key


def read_site_key(path: Path) -> bytes:
    """The key in the file. Raises Refused: KEY-001 there is no such file, KEY-002 it holds no key."""
    try:
        found = _WRITTEN.fullmatch(path.read_text("ascii"))
    except OSError:
        says = sentence("站点密钥“{path}”不在，涉密和敏感台账的内容读不出，也写不进。", path=path)
        raise Refused(Problem("KEY-001", says, Place(file=str(path)), _FETCH)) from None
    except UnicodeDecodeError:
        found = None
    if found is None:
        says = sentence("“{path}”不是站点密钥，涉密和敏感台账的内容读不出，也写不进。", path=path)
        raise Refused(Problem("KEY-002", says, Place(file=str(path)), _FETCH))
    return bytes.fromhex(found[1])


_FETCH = "请接上存放密钥的磁盘，或从密钥备份取回；公开和内部台账照常可用。"


def move_site_key(home: Path, to: Path) -> Path:
    """Moves the key to another place, a disk of its own best, and writes down where; the old file is overwritten.

    Raises Refused: KEY-001 and KEY-002 as ``read_site_key``, KEY-003 something lies in the new place.
    """
    here = key_file(home)
    key = read_site_key(here)
    to = to.resolve()
    if to.exists() or os.environ.get(VARIABLE):
        says = sentence("“{path}”已经存在，或密钥的位置由环境变量 TAIZHANG_KEY 指定，没有移动。", path=to)
        raise Refused(Problem("KEY-003", says, Place(file=str(to)), "请换一个文件名，或改环境变量。"))
    to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    replace_file(to, f"taizhang site key 1\n{key.hex()}\n".encode("ascii"))
    to.chmod(0o600)
    replace_file(home / FOLDER / WHERE, f"{to}\n".encode())
    wipe(here)
    return to


def wipe(path: Path) -> None:
    """Overwrites a small file before removing it."""
    with path.open("r+b") as file:
        file.write(bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
