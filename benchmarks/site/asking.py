"""How many statements a page sends to the journal's store and to Django's database."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.site.users import PASSWORD


def questions(name: str, pages: Mapping[str, str]) -> dict[str, int]:
    """Statements a page, each asked for by that person for the second time."""
    from django.test import Client
    from tests.web.questions import asked

    from taizhang_site.house import site

    client = Client()
    client.post("/login", {"name": name, "password": PASSWORD})
    matter = f"/matter/{next(iter(site().journal.heads('hazard'))).matter}"
    found = {}
    for kind, path in pages.items():
        client.get(path or matter)
        with asked() as told:
            assert client.get(path or matter).status_code == 200
        found[kind] = len(told)
    return found
