"""One site a test process, with a small county's hazards and one person of each role; each module finds it as it was made."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

HOME, KEPT = Path(tempfile.mkdtemp(prefix="taizhang-web-")), Path(tempfile.mkdtemp(prefix="taizhang-web-kept-"))
os.environ["TAIZHANG_HOME"] = str(HOME)
(HOME / "catalogue").mkdir()
os.environ["TAIZHANG_DEMONSTRATION"] = "1"  # no test has to carry a second factor
(HOME / "demonstration.json").write_text("[]", encoding="utf-8")
os.environ["TAIZHANG_HOSTS"] = "testserver,localhost,127.0.0.1"

from taizhang_site.server import prepare  # noqa: E402

prepare(HOME)

from http.cookies import SimpleCookie  # noqa: E402

from django.contrib.auth.hashers import Argon2PasswordHasher  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402

from taizhang.policy.posts import Post  # noqa: E402
from taizhang.shipped import COUNTY  # noqa: E402
from taizhang_site.accounts import limits  # noqa: E402
from taizhang_site.accounts.elsewhere import elsewhere  # noqa: E402
from taizhang_site.accounts.models import Account, Attempts  # noqa: E402
from taizhang_site.finder.pages import library  # noqa: E402
from taizhang_site.house import site, today  # noqa: E402
from taizhang_site.jobs import asking  # noqa: E402
from taizhang_site.jobs.kinds import KINDS  # noqa: E402
from taizhang_site.jobs.models import Job  # noqa: E402
from taizhang_site.jobs.worker import JobWorker  # noqa: E402
from taizhang_site.notices import badge  # noqa: E402
from tests.web.people import BODY, PASSWORD, PEOPLE  # noqa: E402

COOKIES: dict[str, SimpleCookie] = {}

# Slow on purpose against whoever guesses: nobody guesses here, and hundreds sign in. A served site keeps its own.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 8, 1


@pytest.fixture(scope="session", autouse=True)
def county() -> None:
    """The hazards of the sample county, and people who hold posts there."""
    (HOME / "catalogue" / "body.toml").write_text(f'[body]\nname = "{BODY}"\n', encoding="utf-8")
    site().close()
    site.cache_clear()
    book = next(path for path in COUNTY.iterdir() if path.name.startswith("01_"))
    done = site().import_files([book], today=today(), actor="演示", accept_refused=True)
    assert done.applied
    for name, (role, unit) in PEOPLE.items():
        site().appoint(Post(name, unit, role), "安全员", today())
        Account.objects.create(name=name, password=PASSWORD, must_change=False)
        COOKIES[name] = entered(name).cookies
    let_go()
    shutil.copytree(HOME, KEPT, dirs_exist_ok=True)


@pytest.fixture(scope="module", autouse=True)
def as_made(county: None) -> None:
    """The site as it was made, whatever another module left; a journal in PostgreSQL is not turned back."""
    if os.environ.get("TAIZHANG_DATABASE") or os.environ.get("TAIZHANG_SITE_DATABASE"):
        return
    let_go()
    for left in HOME.iterdir():
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    shutil.copytree(KEPT, HOME, dirs_exist_ok=True)


def let_go() -> None:
    """Closes what is open of the site and forgets what was read of it."""
    site().close()
    for remembered in (site, library, elsewhere):
        remembered.cache_clear()
    badge._told.clear()
    connections.close_all()


def entered(name: str) -> Client:
    """A browser in which the person has just signed in."""
    client = Client()
    answer = client.post("/login", {"name": name, "password": PASSWORD})
    assert answer.status_code == 302, name
    return client


@pytest.fixture(scope="session", autouse=True)
def working(county: None) -> Iterator[None]:
    """Jobs are done at once by whoever asked: the same worker, without a process of its own."""

    def at_once(job: Job) -> None:
        while JobWorker(KINDS, beats=0).step():
            pass
        job.refresh_from_db()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asking, "wait", at_once)
        yield


def used_now(client: Client) -> None:
    """Has the session last used now: a run on a busy machine takes longer than a session may lie idle."""
    session, now = client.session, int(time.time())
    session["used"] = session["since"] = now
    session.save()


@pytest.fixture(scope="module")
def signed_in(as_made: None) -> Callable[[str], Client]:
    """A browser signed in as one of the people; '' as nobody. Signing in is done once a process."""
    clients: dict[str, Client] = {}

    def sign_in(name: str) -> Client:
        if name not in clients:
            clients[name] = Client()
            if name in COOKIES:
                clients[name].cookies.load(COOKIES[name].output(header=""))
                used_now(clients[name])
            elif name:
                clients[name] = entered(name)
        return clients[name]

    return sign_in


@pytest.fixture
def counting(county: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Three attempts at most, and none so far."""
    Attempts.objects.all().delete()
    monkeypatch.setattr(limits, "LIMITS", {"login": (3, 300), "first": (3, 300), "upload": (3, 300)})
    yield
    Attempts.objects.all().delete()


@pytest.fixture(scope="session", autouse=True)
def closed() -> Iterator[None]:
    """Lets go of the site at the end."""
    yield
    let_go()
    shutil.rmtree(KEPT)
