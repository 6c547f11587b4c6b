"""Which modules of tests take longest: two workers begin with them, so that neither is left with one at the end."""

from __future__ import annotations

from pathlib import PurePosixPath

HEAVIEST = (
    "papers/test_tampered.py",
    "web/test_every_page.py",
    "golden/test_golden.py",
    "web/test_new_figure_browser.py",
    "web/test_hostile.py",
    "papers/test_almost_empty.py",
    "samples/test_bodies.py",
    "figures/test_kept_counts.py",
    "lists/test_query.py",
    "security/test_injection.py",
    "commands/test_readme.py",
    "reports/test_formula.py",
    "web/test_new_figure_own.py",
    "web/test_charts.py",
    "commands/test_main_job.py",
    "figures/test_explain.py",
)
"""By processor time measured, half a minute and more on a busy machine; all others follow as they were collected."""


def rank(path: str) -> int:
    """The place of a module, by its path: the heaviest first, all that are not among them alike."""
    module = "/".join(PurePosixPath(path).parts[-2:])
    return HEAVIEST.index(module) if module in HEAVIEST else len(HEAVIEST)
