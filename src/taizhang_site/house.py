"""The one site this process serves, and the desk of whoever asks."""

from __future__ import annotations

import os
from datetime import date, datetime
from functools import cache
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from django.conf import settings

from taizhang.definitions.proposals import write_approved
from taizhang.policy.posts import actor_of
from taizhang.site.desk import Desk
from taizhang.site.site import Site
from taizhang.terms.clock import CHINA_TIME

if TYPE_CHECKING:
    from taizhang_site.accounts.models import Account

DEMONSTRATION = "TAIZHANG_DEMONSTRATION"
"""The variable that is "1" in the processes of a demonstration."""
figures_lock = RLock()
"""The replica has one writer: whoever computes figures holds this."""


@cache
def site() -> Site:
    """The site in TAIZHANG_HOME, opened once."""
    replica = os.environ.get("TAIZHANG_REPLICA", "replica.duckdb")
    opened = Site(settings.HOME, os.environ.get("TAIZHANG_DATABASE", ""), replica=replica)
    write_approved(opened)
    opened.follow_declared()
    return opened


def cast_list() -> Path:
    """Where the names of the demonstration's accounts stand."""
    return Path(settings.HOME) / "demonstration.json"


def is_demonstration() -> bool:
    """Whether this process serves a demonstration: started as one, on a folder that was made as one."""
    return os.environ.get(DEMONSTRATION) == "1" and cast_list().is_file()


def now() -> datetime:
    """The server's time at +08:00."""
    return datetime.now(CHINA_TIME)


def today() -> date:
    """The server's day at +08:00."""
    return now().date()


def desk_of(account: Account) -> Desk:
    """The desk of the person behind an account."""
    return open_desk(account.name)


def open_desk(name: str) -> Desk:
    """The desk of a person by name, with the posts, the definitions and the lamps of today."""
    site().follow()
    site().journal.open_day()
    units, posts = site().roll.now()
    return Desk(site(), actor_of(name, posts, today()), today(), units)
