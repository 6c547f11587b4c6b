"""The programs a bundle carries, imported as they are where they are carried to: modules beside each other, in no package."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

from taizhang.reports import bundle

FOLDER = Path(str(bundle.__file__)).parent
sys.path.append(str(FOLDER))
VERIFY: Any = importlib.import_module("verify")
RECOMPUTE: Any = importlib.import_module("recompute")
PRINTED: Any = importlib.import_module("printed")
SEALS: Any = importlib.import_module("seals")
