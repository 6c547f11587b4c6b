"""A journal's heads with some of them as they were, or as they would be: what a replica of another moment is made from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from taizhang.journal.journal import Journal
from taizhang.matters.entry import Head
from taizhang.matters.fold import fold_all


@dataclass(frozen=True, slots=True)
class HeadsThen:
    """Heads of some ledgers as the store keeps them, each as ``stand`` has it, those it gives None for left out.

    more: heads that are added where their matter is not there now.
    """

    journal: Journal
    ledgers: Collection[str]
    stand: Callable[[Head], Head | None]
    more: Sequence[Head] = ()

    @property
    def size(self) -> int:
        """How many entries the journal has."""
        return self.journal.size

    def heads(self, ledger: str | None = None, since: int = 0) -> Iterator[Head]:
        """Heads ledger by ledger, the added ones after those that are there."""
        for name in sorted(self.ledgers) if ledger is None else (ledger,):
            there = set()
            for head in self.journal.kept.heads(name, since):
                there.add(head.matter)
                if told := self.stand(head):
                    yield told
            yield from (head for head in self.more if head.ledger == name and head.matter not in there)

    def leaf(self, seq: int) -> bytes:
        """The leaf of an entry; b'' of one that is not there."""
        return self.journal.leaf(seq)


def known_then(journal: Journal, size: int, ledgers: Collection[str], follow: Collection[str] = ()) -> HeadsThen:
    """The heads as they were after the first ``size`` entries; the matters of ``follow`` as they are now."""

    def stand(head: Head) -> Head | None:
        if head.seq <= size or head.matter in follow:
            return head
        return fold_all([one for one in journal.kept.history(head.matter) if one.seq <= size])

    return HeadsThen(journal, ledgers, stand)


def foreseen(journal: Journal, ledgers: Collection[str], heads: Sequence[Head]) -> HeadsThen:
    """The heads of now but for these, which stand as they would be."""
    known = {head.matter: head for head in heads}
    return HeadsThen(journal, ledgers, lambda head: known.get(head.matter, head), heads)
