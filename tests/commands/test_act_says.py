"""An act on the command line says what its row asks for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from typer.testing import CliRunner

from taizhang.__main__ import app
from taizhang.matters.entry import RECORD, Intention
from taizhang.policy.posts import Post
from taizhang.site.site import Site

FACTS = {
    "no": "YH-9",
    "township": "东山镇",
    "level": "一般",
    "opened": "2026-11-02",
    "due": "2026-12-20",
    "status": "已完成",
}


def test_a_matter_is_archived_with_its_retention_and_refused_without(tmp_path: Path) -> None:
    home, paper = tmp_path / "site", tmp_path / "清单.txt"
    paper.write_text("清单", "utf-8")
    with Site.create(home, "某某县政府") as site:
        taken = Intention(
            "甲",
            "i1",
            "hazard",
            RECORD,
            date(2026, 11, 24),
            number="YH-9",
            unit="东山镇",
            facts=FACTS,
            state="struck_off",
        )
        site.journal.append([taken])
        for name in ("乙", "丙"):
            site.appoint(
                Post(name, "某某县政府", "supervisor" if name == "乙" else "handler"), "安全员", date(2026, 1, 1)
            )
    handler = CliRunner().invoke(app, ["act", "YH-9", "archive", "--home", str(home), "--actor", "丙"])
    assert handler.exit_code == 1
    assert "POL-001" in handler.output
    asked = ["act", "YH-9", "archive", "--home", str(home), "--actor", "乙", "--evidence", str(paper)]
    lacking = CliRunner().invoke(app, asked)
    assert lacking.exit_code != 0
    assert "JRN-017" in lacking.output
    done = CliRunner().invoke(app, [*asked, "--say", "retention=30年"])
    assert done.exit_code == 0, done.output
    with Site(home) as site:
        (head,) = site.journal.find("hazard", "YH-9")
        assert head.state == "archived"
        assert site.journal.history(head.matter)[-1].intention.said == {"retention": "30年"}
