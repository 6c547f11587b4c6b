"""Old Word and WPS files turned into .docx by LibreOffice, where it is present."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from taizhang.terms.problem import Place, Problem

WAIT = 120


def program() -> str | None:
    """The path of LibreOffice, found when asked; None where there is none."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def converted(path: Path, name: str, folder: Path) -> Path | Problem:
    """The file as .docx in the folder; the profile is a throw-away one, so that runs do not meet."""
    office = program()
    place = Place(file=name)
    if office is None:
        return Problem(
            "LIB-016", "本机没有LibreOffice，读不了.doc和.wps。", place, "请装LibreOffice，或另存为.docx再交。"
        )
    source = folder / ("source" + Path(name.lower()).suffix)
    shutil.copyfile(path, source)
    command = [
        office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore", "--convert-to", "docx",
        "--outdir", str(folder), str(source),
    ]  # fmt: skip
    try:
        subprocess.run(command, check=True, timeout=WAIT, capture_output=True, cwd=folder)
    except (subprocess.SubprocessError, OSError):
        return Problem("LIB-017", "LibreOffice没能转换这个文件。", place, "请用办公软件打开后另存为.docx再交。")
    result = folder / "source.docx"
    if not result.exists():
        return Problem("LIB-017", "LibreOffice没能转换这个文件。", place, "请用办公软件打开后另存为.docx再交。")
    return result
