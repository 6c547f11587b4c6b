"""LibreOffice, where it is present, run with a profile thrown away afterwards."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

WAIT = 120


def program() -> str | None:
    """The path of LibreOffice, found when asked; None where there is none."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def converted(source: Path, to: str, folder: Path, wait: int = WAIT) -> Path | None:
    """``source`` as a file of the kind ``to`` (docx, pdf) in the folder; None when LibreOffice gives none."""
    office = program()
    if office is None:
        return None
    command = [
        office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore", "--convert-to", to,
        "--outdir", str(folder), str(source),
    ]  # fmt: skip
    try:
        subprocess.run(command, check=True, timeout=wait, capture_output=True, cwd=folder)
    except (subprocess.SubprocessError, OSError):
        return None
    result = folder / f"{source.stem}.{to}"
    return result if result.exists() else None
