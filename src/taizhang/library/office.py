"""Old Word and WPS files turned into .docx by LibreOffice, where it is present."""

from __future__ import annotations

import shutil
from pathlib import Path

from taizhang.confine import office
from taizhang.confine.office import program
from taizhang.terms.problem import Place, Problem


def convert(path: Path, name: str, folder: Path) -> Path | Problem:
    """The file as .docx in the folder; the profile is a throw-away one, so that runs do not meet."""
    place = Place(file=name)
    if program() is None:
        return Problem(
            "LIB-016", "本机没有LibreOffice，读不了.doc和.wps。", place, "请装LibreOffice，或另存为.docx再交。"
        )
    source = folder / ("source" + Path(name.lower()).suffix)
    shutil.copyfile(path, source)
    result = office.convert(source, "docx", folder)
    if result is None:
        return Problem("LIB-017", "LibreOffice没能转换这个文件。", place, "请用办公软件打开后另存为.docx再交。")
    return result
