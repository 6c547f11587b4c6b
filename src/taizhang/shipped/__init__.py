"""Data shipped with the package: the catalogue and the sample workbooks of an invented county."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

FOLDER = Path(str(files("taizhang.shipped")))
CATALOGUE = FOLDER / "catalogue"
COUNTY = FOLDER / "county"
