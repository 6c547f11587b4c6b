"""A catalogue of thirty forgeries of a journal, and what each of three attackers can do with one.

A forgery turns the bodies of all entries into those of another story. The user of the application has the program's own connection;
the administrator of the database writes to its tables and recomputes every digest; root holds the file system and every key as well.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from hashlib import sha256
from pathlib import Path
from typing import Any

import apsw

from taizhang.journal import merkle
from taizhang.journal.journal import Journal
from taizhang.journal.open_store import FILE
from tests.matters.acts import does

Body = dict[str, Any]
Story = list[Body]
Forgery = Callable[[Story], Story]
MATTERS = "abcde"


def told(folder: Path) -> None:
    """An honest journal of five matters and sixteen entries."""
    journal = Journal.open(folder)
    for matter in MATTERS:
        does(journal, "record", matter, number=f"甲{matter}", facts={"no": matter, "text": f"事项{matter}"})
    for n in range(2):
        for matter in MATTERS:
            does(journal, "correct", matter, facts={"text": f"事项{matter}第{n}稿"})
    does(journal, "correct", "a", facts={"no": "a1"})
    journal.close()


def put(key: str, value: Any, at: int = 7) -> Forgery:
    """One entry says something else."""
    return lambda story: [{**one, key: value} if seq == at else one for seq, one in enumerate(story)]


def fact(key: str, value: Any, at: int = 7) -> Forgery:
    """One entry states another fact."""

    def forge(story: Story) -> Story:
        story[at].setdefault("facts", {})[key] = value
        return story

    return forge


def without(*places: int) -> Forgery:
    """Some entries were never made."""
    return lambda story: [one for seq, one in enumerate(story) if seq not in {place % len(story) for place in places}]


def swapped(one: int, other: int) -> Forgery:
    """Two entries stand in each other's place."""

    def forge(story: Story) -> Story:
        story[one], story[other] = story[other], story[one]
        return story

    return forge


def inserted(at: int, **said: Any) -> Forgery:
    """An entry that nobody made, dated like the one before it."""

    def forge(story: Story) -> Story:
        made = {**deepcopy(story[at]), "idem": "forged", "matter": "z", "mseq": 1, "number": "甲z", **said}
        return [*story[: at + 1], made, *story[at + 1 :]]

    return forge


def matterless(matter: str) -> Forgery:
    """A matter was never there."""
    return lambda story: [one for one in story if one["matter"] != matter]


def forked(size: int) -> Forgery:
    """After so many entries something else happened."""
    return lambda story: [*story[:size], *({**one, "note": "另一种说法"} for one in story[size:])]


def everywhere(key: str, change: Callable[[Any], Any]) -> Forgery:
    """All entries say something otherwise."""
    return lambda story: [{**one, key: change(one[key])} for one in story]


FORGERIES: dict[str, Forgery] = {
    "another fact": fact("text", "事项已办结"),
    "a fact added": fact("extra", "本无此事"),
    "a fact taken away": fact("text", None),
    "another number of the matter": put("number", "甲九", 2),
    "another day": put("on", "2026-01-02"),
    "another time": put("at", "2026-11-24T00:00:00.000000Z", 0),
    "another actor": put("actor", "赵顶替"),
    "another reason": put("note", "上级同意"),
    "another act": put("act", "record", 8),
    "another state": put("state", "struck_off", 14),
    "another round": put("round", 2, 14),
    "another ledger": put("ledger", "hazard", 4),
    "another intention": put("idem", "other", 9),
    "the first fact of all": fact("text", "开头不同", 0),
    "the last fact of all": fact("no", "a9", -1),
    "the last entry dropped": without(-1),
    "the last three dropped": without(-1, -2, -3),
    "the first matter dropped": matterless("a"),
    "a matter in the middle dropped": matterless("c"),
    "a correction dropped": without(7),
    "two corrections dropped": without(7, 12),
    "truncated to the half": lambda story: story[: len(story) // 2],
    "emptied but for one": lambda story: story[:1],
    "a matter inserted at the start": inserted(0),
    "a matter inserted in the middle": inserted(6),
    "a matter added at the end, an older one dropped": lambda story: inserted(-1)(matterless("b")(story)),
    "two matters in each other's order": swapped(1, 2),
    "two corrections in each other's order": swapped(6, 7),
    "forked after the fifth": forked(5),
    "every actor renamed": everywhere("actor", lambda actor: f"{actor}甲"),
}


def canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def stories(folder: Path) -> Story:
    """The bodies of all entries."""
    journal = Journal.open(folder)
    found = [json.loads(one.body) for one in journal.stored()]
    journal.close()
    return found


def rewrite(folder: Path, story: Story) -> None:
    """Puts another story in the place of the entries, with every commitment, header, number and peak made anew."""
    base = apsw.Connection(str(folder / FILE))
    triggers = [str(sql) for (sql,) in base.execute("SELECT sql FROM sqlite_schema WHERE type = 'trigger'")]
    names = [str(name) for (name,) in base.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")]
    salts = [salt for (salt,) in base.execute("SELECT salt FROM entry ORDER BY seq")]
    for name in names:
        base.execute(f"DROP TRIGGER {name}")
    base.execute("PRAGMA foreign_keys = OFF; DELETE FROM head; DELETE FROM entry")
    steps: Counter[str] = Counter()
    peaks: list[bytes] = []
    for seq, one in enumerate(story, 1):
        steps[one["matter"]] += 1
        body = canonical({**one, "mseq": steps[one["matter"]]})
        salt = salts[(seq - 1) % len(salts)]
        digest = sha256(b"\2" + salt + body).hexdigest()
        header = canonical({"c": digest, "ledger": one["ledger"], "seq": seq, "v": 1})
        merkle.push(peaks, seq - 1, merkle.leaf(header))
        columns = (seq, header, body, salt, one["actor"], one["idem"], one["matter"], steps[one["matter"]])
        base.execute(
            "INSERT INTO entry(seq, header, body, salt, actor, idem, matter, mseq) VALUES(?,?,?,?,?,?,?,?)", columns
        )
    base.execute("UPDATE tree SET size = ?, peaks = ?", (len(story), b"".join(peaks)))
    for sql in triggers:
        base.execute(sql)
    base.close()
