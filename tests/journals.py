"""Journals over each store, a clock that stands where it is put, and a small declared ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from taizhang.catalogue.load import load
from taizhang.catalogue.resolved import Ledger
from taizhang.journal.journal import Journal
from taizhang.journal.memory import MemoryStore
from taizhang.journal.open_store import FILE
from taizhang.journal.postgres import PostgresStore
from taizhang.journal.sqlite import SQLiteStore
from taizhang.journal.store import Store
from tests.postgres import emptied, programs, server

NOW = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
CATALOGUE = """
[vocabulary.progress]
title = "办理状态"
done = ["已完成"]
[vocabulary.progress.values]
"已完成" = ["办结"]
"办理中" = []
[vocabulary.yes_no]
title = "是否"
done = ["是"]
[vocabulary.yes_no.values]
"是" = []
"否" = []

[clock.matter_close]
title = "事项办结"
starts = "opened"
amount = 20
unit = "workday"
source = "某某工作规定"
article = "第九条"
effective_from = 2026-01-01
confidence = "VP"

[ledger.matter]
title = "督办事项台账"
noun = "事项"
counter = "件"
lifecycle = "closed_loop"
key = ["no"]
clock = "matter_close"
[ledger.matter.field]
no = { title = "编号", required = true }
text = { title = "内容" }
opened = { title = "登记日期", type = "date" }
due = { title = "期限", type = "date" }
done = { title = "完成日期", type = "date" }
closed = { title = "销号日期", type = "date" }
review1 = { title = "一级核验日期", type = "date" }
struck = { title = "是否销号", type = "flag", choices = "yes_no" }
amount = { title = "金额", type = "decimal", unit = "元" }
status = { title = "状态", type = "choice", choices = "progress" }
[ledger.matter.sets]
report = { done = "on" }
verify_1 = { review1 = "on" }
strike_off = { closed = "on", status = "已完成", struck = "是" }
reopen = { closed = "", done = "", status = "办理中", struck = "否" }

[ledger.order]
title = "督查台账"
noun = "督查件"
counter = "件"
lifecycle = "closed_loop"
key = ["no"]
[ledger.order.field]
no = { title = "编号", required = true }
opened = { title = "交办日期", type = "date" }
first_due = { title = "办理期限", type = "date" }
extended_to = { title = "延期至", type = "date" }
closed = { title = "办结日期", type = "date" }
[ledger.order.derive.due]
title = "期限"
first = ["extended_to", "first_due"]
[ledger.order.sets]
extend = { extended_to = "due" }

[ledger.meeting]
title = "会议台账"
noun = "会议"
counter = "次"
lifecycle = "activity"
key = ["no"]
field.no = { title = "编号", required = true }

[ledger.road]
title = "项目进度"
noun = "项目"
counter = "个"
lifecycle = "progress"
key = ["no"]
field.no = { title = "编号", required = true }

[ledger.paper]
title = "公文登记"
noun = "公文"
counter = "件"
lifecycle = "document"
key = ["no"]
field.no = { title = "编号", required = true }
"""


class Clock:
    """Server time that moves only when told."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="session")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ledger]:
    """The declared ledgers of these tests."""
    folder = tmp_path_factory.mktemp("catalogue")
    (folder / "ledgers.toml").write_text(CATALOGUE, encoding="utf-8")
    return dict(load(folder).ledgers)


@pytest.fixture
def clock() -> Clock:
    """A clock for one test."""
    return Clock()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server of this test run."""
    folder = programs()
    if folder is None:
        pytest.skip("no PostgreSQL server is installed")
    with server(folder) as url:
        yield url


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of each kind."""
    one: Store
    if request.param == "memory":
        one = MemoryStore("taizhang/test")
    elif request.param == "sqlite":
        one = SQLiteStore(tmp_path / FILE, "taizhang/test")
    else:
        one = PostgresStore(emptied(request.getfixturevalue("postgres")), "taizhang/test")
    yield one
    one.close()


@pytest.fixture
def ids() -> Callable[[], str]:
    """Identifiers of new matters, the same in every run."""
    numbers = count(1)
    return lambda: f"m{next(numbers)}"


@pytest.fixture
def journal(store: Store, ledgers: dict[str, Ledger], clock: Clock, ids: Callable[[], str]) -> Journal:
    """A journal of the declared ledgers over each kind of store."""
    return Journal(store, ledgers, clock, ids)
