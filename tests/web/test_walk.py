"""How far one act and one list walk: the files of ours they enter between the browser and the answer."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from uuid import uuid4

from django.test import Client

import taizhang
import taizhang_site
from tests.web.acting import brought

HOMES = tuple(str(Path(one.__file__ or "").parent) for one in (taizhang, taizhang_site))
# Measured with some room, and only to be lowered: files entered and calls made, with the gatekeeper, the session and the
# menu that every request passes. What somebody may do was once derived anew for each act: 73,884 calls for one act.
MOST = {"act": (57, 8_000), "page": (57, 16_000), "list": (57, 16_000)}


@contextmanager
def walked() -> Iterator[Counter[str]]:
    """Counts the calls into each file of ours."""
    found: Counter[str] = Counter()

    def enter(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(HOMES) and frame.f_code.co_name != "<module>":
            found[frame.f_code.co_filename] += 1

    sys.setprofile(enter)
    try:
        yield found
    finally:
        sys.setprofile(None)


def test_an_act_a_page_and_a_list_enter_no_more_files_than_they_did(signed_in: Callable[[str], Client]) -> None:
    client, matter = signed_in("钱承办"), brought("in_progress")
    client.get(f"/matter/{matter}")
    with walked() as page:
        assert client.get(f"/matter/{matter}").status_code == 200
    with walked() as listed:
        assert client.get("/matters?ledger=hazard").status_code == 200
    with walked() as act:
        form = {"note": "已到现场查看", "idem": uuid4().hex}
        assert client.post(f"/matter/{matter}/report_progress", form).status_code == 302
    for name, found in (("act", act), ("page", page), ("list", listed)):
        files, calls = MOST[name]
        assert len(found) <= files, sorted(Path(one).stem for one in found)
        assert sum(found.values()) <= calls, found.most_common(5)
