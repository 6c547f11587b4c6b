"""A part in percent of its whole."""

from __future__ import annotations

from taizhang.figures.kinds.kind import ComposedKind
from taizhang.figures.kinds.ratio import describe, divide

KIND = ComposedKind("share", "占比", divide, describe, ("of", "over"), divided=True)
