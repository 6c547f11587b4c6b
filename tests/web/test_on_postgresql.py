"""The same stories with the journal and Django's tables in PostgreSQL, each chosen by an environment variable."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.postgres import programs, server

STORIES = (
    "test_story.py",
    "test_sight.py",
    "test_matters.py",
    "test_closed_loop.py",
    "test_jobs.py",
    "test_letters.py",
    "test_notices.py",
    "test_accounts.py",
    "test_sessions.py",
    "test_second_factor.py",
    "test_two_persons.py",
    "test_trail.py",
    "test_console.py",
)


@pytest.mark.nightly
@pytest.mark.timeout(900)
@pytest.mark.parametrize("story", STORIES)
def test_the_stories_pass_on_postgresql(story: str) -> None:
    folder = programs()
    if folder is None:
        pytest.skip("no PostgreSQL server is installed")
    with server(folder) as url:
        told = {**os.environ, "TAIZHANG_DATABASE": url, "TAIZHANG_SITE_DATABASE": url}
        command = [sys.executable, "-m", "pytest", "-n", "0", str(Path(__file__).with_name(story))]
        done = subprocess.run(command, env=told, capture_output=True, text=True, timeout=800)
    assert done.returncode == 0, done.stdout[-3000:]
