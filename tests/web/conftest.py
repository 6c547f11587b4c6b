"""One site a test process, with a small county's hazards and one person of each role."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

HOME = Path(tempfile.mkdtemp(prefix="taizhang-web-"))
os.environ["TAIZHANG_HOME"] = str(HOME)
(HOME / "catalogue").mkdir()
os.environ["TAIZHANG_DEMONSTRATION"] = "1"  # no test has to carry a second factor

from taizhang_site.server import prepare  # noqa: E402

prepare(HOME)

from django.test import Client  # noqa: E402

from taizhang.policy.posts import Post  # noqa: E402
from taizhang.shipped import COUNTY  # noqa: E402
from taizhang_site.accounts.models import Account  # noqa: E402
from taizhang_site.house import site, today  # noqa: E402
from taizhang_site.jobs import asking  # noqa: E402
from taizhang_site.jobs.kinds import KINDS  # noqa: E402
from taizhang_site.jobs.models import Job  # noqa: E402
from taizhang_site.jobs.worker import Worker  # noqa: E402
from tests.web.people import BODY, PASSWORD, PEOPLE  # noqa: E402


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


@pytest.fixture(scope="session", autouse=True)
def working(county: None) -> Iterator[None]:
    """Jobs are done at once by whoever asked: the same worker, without a process of its own."""

    def at_once(job: Job) -> None:
        while Worker(KINDS, beats=0).step():
            pass
        job.refresh_from_db()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asking, "wait", at_once)
        yield


@pytest.fixture(scope="session")
def signed_in(county: None) -> Callable[[str], Client]:
    """A browser signed in as one of the people; '' as nobody. Kept for the whole run: signing in is slow on purpose."""
    clients: dict[str, Client] = {}

    def sign_in(name: str) -> Client:
        if name not in clients:
            clients[name] = Client()
            if name:
                answer = clients[name].post("/login", {"name": name, "password": PASSWORD})
                assert answer.status_code == 302, name
        return clients[name]

    return sign_in


@pytest.fixture(scope="session", autouse=True)
def closed() -> Iterator[None]:
    """Lets go of the site at the end."""
    yield
    site().close()
