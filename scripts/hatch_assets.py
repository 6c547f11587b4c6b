"""Builds the charts before a wheel or source archive is packed; an editable install does it by itself afterwards."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Assets(BuildHookInterface):  # type: ignore[type-arg]
    """Without Node and a registry the package is packed without charts; the build says so and goes on."""

    def initialize(self, version: str, build_data: dict[str, object]) -> None:
        """Runs ``scripts/assets.py`` unless the install is editable."""
        if version != "editable":
            subprocess.run([sys.executable, str(Path(self.root) / "scripts" / "assets.py")], check=False)
