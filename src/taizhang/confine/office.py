"""LibreOffice, where it is present, run with a profile thrown away afterwards."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from pathlib import Path

from taizhang.confine.limits import limit_child

# Chosen: seconds for a long document on an old machine, and address space, of which LibreOffice uses a part.
WAIT, MEMORY = 120, 4 * 1024 * 1024 * 1024


def program() -> str | None:
    """The path of LibreOffice, found when asked; None where there is none."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(source: Path, to: str, folder: Path, wait: int = WAIT) -> Path | None:
    """``source`` as a file of the kind ``to`` (docx, pdf) in the folder; None when LibreOffice gives none."""
    office = program()
    if office is None:
        return None
    command = [
        office,
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--norestore",
        "--convert-to",
        to,
        "--outdir",
        str(folder),
        str(source),
    ]
    if not _ran(command, folder, wait):
        return None
    result = folder / f"{source.stem}.{to}"
    return result if result.exists() else None


def _ran(command: list[str], folder: Path, wait: int) -> bool:
    """Whether the command ended well in time; what it started is ended with it."""
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        return False
    limit_child(process.pid, MEMORY, wait)
    try:
        return process.wait(wait) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
