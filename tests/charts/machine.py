"""What a test needs of this machine: the built charts and a Chinese font. Where CI says so they must be there."""

from __future__ import annotations

import os

import pytest

from taizhang.charts.drawing import is_built
from taizhang.charts.picture import chinese_font

AUTOMATED = bool(os.environ.get("CI"))
needs_charts = pytest.mark.skipif(not is_built() and not AUTOMATED, reason="the charts are not built (make install)")
needs_font = pytest.mark.skipif(chinese_font() is None, reason="no Chinese font (apt-get install fonts-noto-cjk)")
