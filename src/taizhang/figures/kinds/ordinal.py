"""The greatest number of an edition, a session or a year."""

from __future__ import annotations

from taizhang.figures.kinds.kind import CountedKind
from taizhang.figures.kinds.maximum import greatest, recount
from taizhang.figures.kinds.single import tell_single

KIND = CountedKind("ordinal", "序号", greatest, tell_single, recount, does="取最大序号")
