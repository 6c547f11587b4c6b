"""Whatever is typed stays a value: statements keep their shape, templates print it as it is, no connection is opened."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import product
from pathlib import Path

import apsw
import pytest

from taizhang.figures.value import Ask
from taizhang.lists.query import Filter
from taizhang.matters.acts import Particulars
from taizhang.papers.workbench import Papers
from taizhang.site.site import Site
from taizhang.terms.period import Period
from taizhang.terms.problem import Refused
from taizhang.terms.scope import Scope
from taizhang.warehouse.duck import Warehouse
from tests.security.invented import EAST, TOLD, brought, desk, grievance

YEAR = Period.year(2026)
INNOCENT = "东桥村"
_CORES = (
    "' OR '1'='1",
    '" OR "1"="1',
    "'; DROP TABLE entry; --",
    "') UNION SELECT body FROM entry --",
    "1); ATTACH 'x' AS y; --",
    "\\'; COPY hazard TO '/tmp/x'; --",
    "$1",
    "?1",
    "%' ESCAPE '!",
    "a' || (SELECT 1) || 'b",
    "/* */",
    "\x00'",
    "‘ OR 1=1",
    "ʼ OR 1=1",
    "');read_csv('/etc/passwd');--",
)
_AROUND = ("{}", "甲{}", "{}乙", " {} ", "({})", "{}{}", "\n{}", "{}%", "_{}", "《{}》")
SQL = tuple(dict.fromkeys(around.replace("{}", core) for core, around in product(_CORES, _AROUND)))
_EXPRESSIONS = (
    "7*7",
    "''.__class__",
    "config",
    "self",
    "request.user",
    "range(9)",
    "1/0",
    "open('/etc/passwd').read()",
)
_MARKS = (
    "{{%s}}",
    "{%% print(%s) %%}",
    "${%s}",
    "#{%s}",
    "<%%= %s %%>",
    "{%s}",
    "%%(%s)s",
    "{%s!r}",
    "f'{%s}'",
    "{#%s#}",
)
TEMPLATES = tuple(mark % expression for mark, expression in product(_MARKS, _EXPRESSIONS))
URLS = (
    "http://127.0.0.1/",
    "http://[::1]:80/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://user@intranet.example/",
    "//intranet.example/x",
    "file:///etc/passwd",
    "ftp://10.0.0.1/",
    "gopher://10.0.0.1:70/_x",
    "http://169.254.169.254/latest/meta-data/",
    "![图](http://intranet.example/a.png)",
    '<img src="http://intranet.example/a.png">',
    '=WEBSERVICE("http://intranet.example/")',
    "\\\\intranet.example\\share\\a",
    "jar:http://intranet.example!/a",
)


@pytest.fixture
def watched(home: Path) -> Iterator[tuple[Site, set[str]]]:
    """The county, and the shape of every statement that SQLite or the analytic engine is given."""
    shapes: set[str] = set()

    def noted(cursor: object, sql: str, bound: object) -> bool:
        shapes.add(shape(sql))
        return True

    def hook(connection: apsw.Connection) -> None:
        connection.exec_trace = noted

    rows = Warehouse.rows

    def counted(self: Warehouse, sql: str, bound: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        shapes.add(shape(sql))
        return rows(self, sql, bound)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Warehouse, "rows", counted)
        apsw.connection_hooks.append(hook)
        try:
            with Site(home) as site:
                yield site, shapes
        finally:
            apsw.connection_hooks.remove(hook)


def shape(sql: str) -> str:
    """The statement without how many values a list of them holds."""
    return re.sub(r"\?(, \?)*", "?", re.sub(r"\s+", " ", sql))


def ask_everything(site: Site, typed: str) -> None:
    """Every way a text of somebody reaches an engine: lists, counts, look-ups, figures, registering."""
    here = desk(site, "县督查")
    for filter in (
        Filter(text=typed),
        Filter(person=typed),
        Filter(numbers=(typed,)),
        Filter(units=(typed,)),
        Filter(states=(typed,)),
        Filter(ledgers=(typed,)),
    ):
        here.page(here.query(filter))
        here.counts(here.query(filter), "unit")
    here.head(typed)
    site.journal.find("hazard", typed)
    for ask in (
        Ask("hazard_opened", YEAR, scope=Scope(typed)),
        Ask("hazard_opened", YEAR, "township", typed),
        Ask("grievance_opened", YEAR, "township", typed),
    ):
        try:
            here.site.compute([ask])
        except (Refused, KeyError):
            continue


def test_no_text_changes_the_shape_of_a_statement(watched: tuple[Site, set[str]]) -> None:
    site, shapes = watched
    ask_everything(site, INNOCENT)
    ask_everything(site, "甲")
    ask_everything(site, "甲乙丙丁戊己庚辛")
    known = set(shapes)
    assert len(known) > 10
    for typed in SQL:
        shapes.clear()
        ask_everything(site, typed)
        told = "".join(shapes)
        assert typed.strip() not in told or typed.strip() in "".join(known)
        assert {
            one for one in shapes - known if "DROP" in one or "ATTACH" in one or "UNION SELECT body" in one
        } == set()
        fresh = {re.sub(r"( INTERSECT SELECT| AND \w+ (?:LIKE|=|IN)) .*", "", one) for one in shapes - known}
        assert fresh <= {re.sub(r"( INTERSECT SELECT| AND \w+ (?:LIKE|=|IN)) .*", "", one) for one in known}, typed
    assert site.journal.fsck().problems == ()


@pytest.mark.parametrize("who", ["县督查", "撰稿人"])
def test_what_looks_like_a_template_is_printed_or_told_and_never_carried_out(site: Site, who: str) -> None:
    papers = Papers(desk(site, who))
    for typed in TEMPLATES:
        paper, problems = papers.draw("county", YEAR, f'---\ntitle = "试"\n---\n\n前言{typed}后语。\n')
        told = "".join(getattr(block, "text", "") for block in paper.blocks) + "".join(map(str, problems))
        for carried_out in ("49", "<class", "Undefined", "root:", "ZeroDivision", "Traceback"):
            assert carried_out not in told, typed
        assert typed in told or any(problems), typed


def test_a_template_in_a_record_is_a_text_everywhere(site: Site, tmp_path: Path) -> None:
    rows = [grievance(f"FY-{n}", EAST, "名册外：某人", text=typed) for n, typed in enumerate(TEMPLATES[:20], 100)]
    assert brought(site, tmp_path, TOLD, rows, "县督查").applied
    for n, typed in enumerate(TEMPLATES[:20], 100):
        (head,) = site.journal.find("grievance", f"FY-{n}")
        assert head.facts["text"] == typed


def test_no_address_anybody_types_is_asked_for(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sockets watched: importing, registering, listing and drawing with addresses in every text opens none."""
    opened: list[object] = []

    def refuse(name: str) -> Callable[..., object]:
        def call(*args: object, **more: object) -> object:
            opened.append((name, args[-1] if args else ""))
            raise OSError("watched")

        return call

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse(name))
    for name in ("create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse(name))
    rows = [grievance(f"FY-{n}", EAST, "名册外：某人", text=url) for n, url in enumerate(URLS, 200)]
    done = brought(site, tmp_path, TOLD, rows, "县督查", accept=True)
    assert len(done.changes.new) + len(done.changes.refused) == len(URLS)
    assert len(done.changes.new) > 10
    here = desk(site, "县督查")
    for n, url in enumerate(URLS):
        facts = {"no": f"FY-3{n}", "township": EAST, "text": url, "status": "办理中", "opened": "2026-03-01"}
        with suppress(Refused):
            here.register(site.catalogue.ledgers["grievance"], f"u{n}", facts, Particulars(note=url))
    text = "\n\n".join(URLS)
    paper, _ = Papers(here).draw("county", YEAR, f'---\ntitle = "试"\n---\n\n{text}\n')
    (tmp_path / "out").mkdir()
    Papers(here).export(paper, tmp_path / "out")
    assert opened == []
    with pytest.raises(OSError, match="watched"):
        socket.create_connection(("127.0.0.1", 9))
    assert len(opened) == 1
