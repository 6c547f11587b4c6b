"""How far one act and one list walk: the files of ours they enter between the browser and the answer."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from uuid import uuid4

from django.test import Client

import taizhang
import taizhang_site
from taizhang.matters.acts import allowed
from taizhang.matters.words import TOGETHER
from taizhang_site.house import open_desk
from tests.web.acting import brought

HOMES = tuple(str(Path(one.__file__ or "").parent) for one in (taizhang, taizhang_site))
# Measured with some room: files entered and calls made, with the gatekeeper, the session and the menu that every request
# passes. What somebody may do was once derived anew for each act: 73,884 calls for one act. Raised by the files every request
# passes since content lies encrypted and a page can be of a past day, since forms carry tokens, the journal's clock can be
# recovered, corrections may not go round acts and ledgers are put out of use, and since the day is told at +08:00 and what
# counts as closed in one place; calls are only to be lowered.
MOST = {"act": (66, 3_000), "page": (64, 10_000), "list": (62, 13_000)}
# The files one after the other in which an act is decided and written, from the view on: where posts, persons, lifecycle
# and entry are judged, and what hands them on. What these ask of others (a due date, a word, a column) is not the walk.
LONGEST_WALK = 9
JUDGED = {
    ("policy/decide.py", "has_post"),
    ("policy/decide.py", "is_barred"),
    ("matters/transition.py", "decide"),
    ("matters/fold.py", "fold"),
    ("journal/sql_store.py", "add"),
}


@dataclass(slots=True)
class Walked:
    """What one request entered: calls by file, and the files on the way from its view to each judgement."""

    calls: Counter[str] = field(default_factory=Counter)
    judged: Counter[tuple[str, str]] = field(default_factory=Counter)
    way: set[str] = field(default_factory=set)


def within(frame: FrameType | None) -> Iterator[str]:
    """The files of ours in which somebody waits for this frame, the view's last."""
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith(HOMES):
            yield name
        if name.endswith("taizhang_site/matters/acts.py") and frame.f_code.co_name == "act":
            return
        frame = frame.f_back


@contextmanager
def walked() -> Iterator[Walked]:
    """Counts the calls into each file of ours, and what is on the way to where an act is judged."""
    found = Walked()

    def enter(frame: FrameType, event: str, _: object) -> None:
        name = frame.f_code.co_filename
        if event != "call" or not name.startswith(HOMES) or frame.f_code.co_name == "<module>":
            return
        found.calls[name] += 1
        here = ("/".join(Path(name).parts[-2:]), frame.f_code.co_name)
        if here in JUDGED:
            found.judged[here] += 1
            found.way |= set(within(frame))

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
    for name, found in (("act", act.calls), ("page", page.calls), ("list", listed.calls)):
        files, calls = MOST[name]
        entered = {"/".join(Path(one).parts[-2:]) for one in found}
        assert len(entered) <= files, sorted(entered)
        assert sum(found.values()) <= calls, found.most_common(5)
    assert set(act.judged) == JUDGED
    assert len(act.way) <= LONGEST_WALK, sorted(Path(one).stem for one in act.way)
    # The lifecycle is asked once, and the posts once for each act the state is open to: not again at the next door.
    assert act.judged["matters/transition.py", "decide"] == 1
    opened = open_desk("钱承办").open(matter)
    assert opened
    table = allowed(opened.ledger.declared.lifecycle, opened.head)
    assert act.judged["policy/decide.py", "has_post"] == sum(one.act not in TOGETHER for one in table)
