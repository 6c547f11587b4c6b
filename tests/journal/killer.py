"""Kills a writing process again and again and counts what was promised and not kept.

Run: python -m tests.journal.killer HOME KILLS SEED [lie]. Prints one line of JSON. ``lie`` makes the writer
promise before it has written, which must show as losses: it proves that the count can fail.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
from datetime import date
from pathlib import Path

from taizhang.journal.journal import Journal
from taizhang.matters.entry import CORRECT, RECORD, Intention

BATCH = 20


def said(number: int, digest: str = "") -> list[Intention]:
    """The intentions of one step: a matter alone, a batch, or a correction with a file."""
    day = date(2026, 11, 24)
    if number % 3 == 2:
        papers = (digest,) if digest else ()
        return [
            Intention("写手", f"{number}-0", "matter", CORRECT, day, f"m{number - 2}-0", note="改", evidence=papers)
        ]
    return [
        Intention("写手", f"{number}-{n}", "matter", RECORD, day, f"m{number}-{n}", facts={"no": str(n)})
        for n in range(BATCH if number % 3 else 1)
    ]


def write(home: Path, number: int, promises: int, *, lie: bool) -> None:
    """Writes step after step and promises each when it is kept, until killed."""
    journal = Journal.open(home)
    os.write(promises, b"\n")  # it is open
    while True:
        if lie:
            os.write(promises, b"%d\n" % number)
        digest = journal.blobs.put(b"%d" % number * 1000) if journal.blobs and number % 3 == 2 else ""
        journal.append(said(number, digest))
        if not lie:
            os.write(promises, b"%d\n" % number)
        number += 1


def killed(home: Path, number: int, steps: int, moment: float, *, lie: bool) -> int:
    """Lets a writer begin at a step and kills it a moment (seconds) after so many more; the last step it promised.

    steps: -1 counts the moment from its start, so that it is killed while it opens the journal as well. Counted in
    steps the kills fall between the writes of any machine, however busy.
    """
    read, promises = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        try:
            write(home, number, promises, lie=lie)
        finally:
            os._exit(1)
    os.close(promises)
    got = b""
    while got.count(b"\n") <= steps and (more := os.read(read, 65536)):
        got += more
    end = time.monotonic() + moment
    while (left := end - time.monotonic()) > 0:
        if select.select([read], [], [], left)[0]:
            got += os.read(read, 65536)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(read, 65536):
        got += more
    os.close(read)
    whole = got[: got.rfind(b"\n")].split() if b"\n" in got else []
    return int(whole[-1]) if whole else number - 1


def main(home: Path, kills: int, seed: int, *, lie: bool = False) -> dict[str, int]:
    """Kills, reopens and checks so many times."""
    chance, promised, lost, faults = random.Random(seed), -1, 0, 0
    Journal.open(home).close()
    for kill in range(kills):
        steps, moment = chance.randrange(4) if kill % 4 else -1, 0.01 + chance.random() * 0.06
        promised = max(promised, killed(home, promised + 1, steps, moment, lie=lie))
        journal = Journal.open(home)
        kept = {entry.intention.idem for entry in journal.entries()}
        wanted = {one.idem for step in range(promised + 1) for one in said(step)}
        lost += len(wanted - kept)
        half = [
            step for step in range(1, promised + 3, 3) if 0 < sum(f"{step}-{n}" in kept for n in range(BATCH)) < BATCH
        ]
        faults += journal.fsck().found + len(half)
        journal.close()
    return {"seed": seed, "kills": kills, "promised": promised + 1, "lost": lost, "faults": faults}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), lie=sys.argv[4:] == ["lie"])))
