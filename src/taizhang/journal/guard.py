"""What the journal keeps of guarded ledgers: entries whose words are encrypted, with what is counted left beside them.

A closed entry holds tokens in the place of words and one box with the words themselves, encrypted under the matter's key;
whom it is about is encrypted once more under each one's own. Its bytes are what the leaf commits to: root, proofs and
folded states stand whether the box opens or not. Dates, numbers, states, units, declared choices and fields declared
for grouping stay in the clear, because figures are made of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal, NamedTuple, cast

from taizhang.catalogue.resolved import Ledger
from taizhang.catalogue.values import Stored
from taizhang.journal.canonical import NotCanonical, Plain, canonical, parse_object
from taizhang.lists.query import Grant, HeadQuery, Party, Sight
from taizhang.lists.rows import parts
from taizhang.matters.entry import NO_SOURCE, Entry, Head, Letter, Source
from taizhang.terms.number_spelling import fold_number
from taizhang.vault.ciphers import WrongKeyError
from taizhang.vault.vault import ERASED, MARK, NO_BOX, UNREADABLE, Box, Gone, Vault, is_token

PLAIN_ANSWERS = frozenset({"checker"})
"""Answers a matter's state is folded from: who is to re-check is an officer's name, no content."""
History = Callable[[str], Sequence[Entry]]


@dataclass(frozen=True, slots=True)
class GuardedWords:
    """The fields of a guarded ledger whose values are words.

    hidden: encrypted whatever they say; listed: choices of an open list, with the values that are declared and stay in
    the clear. about: those of the hidden ones that name persons or units; several: those that hold several values.
    """

    hidden: frozenset[str]
    listed: Mapping[str, frozenset[str]]
    about: frozenset[str]
    several: frozenset[str]

    @staticmethod
    def of(ledger: Ledger) -> GuardedWords:
        """Read from the ledger's declaration."""
        fields = ledger.declared.field
        about = frozenset(name for name, one in fields.items() if one.about)
        listed = ledger.known
        several = about | frozenset(name for name, one in fields.items() if one.refers)
        return GuardedWords(ledger.declared.hidden, listed, about, several)

    def hides(self, name: str, value: Stored) -> bool:
        """Whether this value of a field is encrypted."""
        if value in (None, "", []):
            return False
        return name in self.hidden or (name in self.listed and value not in self.listed[name])


@dataclass(slots=True)
class Guard:
    """Closes entries of guarded ledgers and opens them again. vault: None where nothing is encrypted."""

    vault: Vault | None = None
    words: Mapping[str, GuardedWords] = field(default_factory=lambda: MappingProxyType({}))

    @staticmethod
    def of(vault: Vault | None, ledgers: Mapping[str, Ledger]) -> Guard:
        """The guard of these ledgers."""
        guarded = {name: GuardedWords.of(one) for name, one in ledgers.items() if one.declared.guarded}
        return Guard(vault, guarded if vault else {})

    def close(self, entry: Entry) -> Entry:
        """The entry as it is kept; Refused when its ledger is guarded and the keys are not at hand, or were destroyed."""
        words = self.words.get(entry.intention.ledger)
        if words is None or self.vault is None:
            return entry
        given, vault = entry.intention, self.vault
        vault.require()
        content: dict[str, Plain] = {}
        facts = {name: value for name, value in given.facts.items() if words.hides(name, value)}
        if facts:
            content["facts"] = {name: self._named(words, entry, name, value) for name, value in facts.items()}
        if said := {name: value for name, value in given.said.items() if name not in PLAIN_ANSWERS}:
            content["said"] = said
        for name, text in (("number", given.number), ("note", given.note)):
            if text:
                content[name] = text
        if given.source.file or given.source.sheet:
            content["source"] = [given.source.file, given.source.sheet]
        if given.letter:
            content["letter"] = [given.letter.title, given.letter.to, given.letter.sender]
        if not content:
            return entry
        tokens = {name: self._token(words, name, value) for name, value in facts.items()}
        intention = replace(
            given,
            facts={**given.facts, **tokens},
            number=self.token(given.number),
            note="",
            said={name: value for name, value in given.said.items() if name in PLAIN_ANSWERS},
            source=_source(given.source, self.token(given.source.file), self.token(given.source.sheet)),
            letter=replace(given.letter, title=MARK, to=MARK, sender=MARK) if given.letter else None,
        )
        box = vault.encrypt("matter", entry.matter, canonical(content), _bound(entry))
        return replace(entry, intention=intention, box=box)

    def token(self, text: str) -> str:
        """What stands for a text; '' for ''."""
        return self.vault.token(text) if text and self.vault else text

    def numbers(self, ledger: str, number: str) -> tuple[str, ...]:
        """As what a number may stand in derived tables: as it is, and in a guarded ledger as its token."""
        closed = ledger in self.words and self.vault and not self.vault.problem
        return (number, self.token(number)) if closed and number else (number,)

    def flush(self) -> None:
        """Keeps new keys for good, before what they encrypt."""
        if self.words and self.vault:
            self.vault.flush()

    def _token(self, words: GuardedWords, name: str, value: Stored) -> Stored:
        if isinstance(value, list):
            return [self.token(one) for one in value]
        if name in words.several:
            return "、".join(map(self.token, parts(value)))
        return self.token(str(value))

    def _named(self, words: GuardedWords, entry: Entry, name: str, value: Stored) -> Plain:
        """The value as it goes into the box: whoever the matter is about is in there under a key of his own."""
        if name not in words.about or self.vault is None:
            return cast(Plain, value)
        boxes = [self.vault.encrypt("person", one, one.encode(), _bound(entry)) for one in parts(value)]
        return {"list": isinstance(value, list), "names": [[*box] for box in boxes]}

    def open(self, entry: Entry) -> Entry:
        """The entry as it was asked for; what does not open any more is said in words."""
        if entry.box == NO_BOX or self.vault is None:
            return entry
        try:
            found = self.vault.decrypt(entry.box, _bound(entry))
            return _illegible(entry, found) if isinstance(found, Gone) else self._opened(entry, parse_object(found))
        except WrongKeyError:
            raise NotCanonical("的密文打不开") from None

    def verdict(self, entry: Entry) -> Literal["", "erased", "missing", "wrong"]:
        """Whether what an entry keeps encrypted opens: '' when it does, has nothing, or the site's key is not here."""
        if not entry.boxed or self.vault is None or self.vault.problem:
            return ""
        try:
            found = self.vault.decrypt(entry.box, _bound(entry))
            if isinstance(found, Gone):
                return "erased" if found.erased else "missing"
            parse_object(found)
        except (WrongKeyError, NotCanonical, ValueError):
            return "wrong"
        return ""

    def _opened(self, entry: Entry, content: Mapping[str, Plain]) -> Entry:
        given = entry.intention
        told = cast(Mapping[str, Stored], content.get("facts", {}))
        facts = {name: self._names(entry, value) if isinstance(value, dict) else value for name, value in told.items()}
        file, sheet = cast("list[str]", content.get("source", ["", ""]))
        letter = given.letter
        if letter:
            title, to, sender = cast("list[str]", content["letter"])
            letter = Letter(letter.number, title, to, sender, letter.answer)
        intention = replace(
            given,
            facts={**given.facts, **facts},
            number=cast(str, content.get("number", "")),
            note=cast(str, content.get("note", "")),
            said={**given.said, **cast(Mapping[str, str], content.get("said", {}))},
            source=_source(given.source, file, sheet),
            letter=letter,
        )
        return replace(entry, intention=intention)

    def _names(self, entry: Entry, value: Mapping[str, Plain]) -> Stored:
        assert self.vault
        names = []
        for key, data in cast("list[list[str]]", value["names"]):
            found = self.vault.decrypt(Box(key, data), _bound(entry))
            names.append(_word(found) if isinstance(found, Gone) else found.decode())
        return names if value["list"] else "、".join(names)

    def open_head(self, head: Head, history: History) -> Head:
        """The head with its words, found in the entries of its matter. history: the entries as they are kept."""
        if not head.boxed or self.vault is None:
            return head
        words: dict[str, Stored] = {}
        for kept in history(head.matter):
            told, said = kept.intention, self.open(kept).intention
            pairs = [(told.facts[name], said.facts[name]) for name in told.facts]
            pairs += [(told.number, said.number), (told.source.file, said.source.file)]
            pairs += [(told.source.sheet, said.source.sheet)]
            words.update((str(token), word) for token, word in pairs if token != word)

        def read(value: Stored) -> Stored:
            return words.get(str(value), value) if value else value

        source = _source(head.source, str(read(head.source.file)), str(read(head.source.sheet)))
        facts = {name: read(value) for name, value in head.facts.items()}
        return replace(head, facts=facts, number=str(read(head.number)), source=source)

    def query(self, query: HeadQuery) -> HeadQuery:
        """The question as derived tables answer it: names and numbers also as the tokens that stand for them.

        Without the keys nobody can tell whom a guarded matter is about: then whoever has to be kept from some sees none.
        """
        if not self.words or self.vault is None:
            return query
        if self.vault.problem:
            return replace(query, sight=self._unguarded(query.sight)) if query.sight.hides else query
        asks = query.filter
        sight = replace(query.sight, blind=self._both(query.sight.blind), unclear=self._both(query.sight.unclear))
        bound = [Party(role, self._linked(name)) for role, name in asks.bound if role in ("about", "link")]
        spelt = dict.fromkeys((*asks.numbers, *map(fold_number, asks.numbers)))
        numbers = (*asks.numbers, *map(self.token, spelt))
        return replace(query, sight=sight, filter=replace(asks, bound=(*asks.bound, *bound), numbers=numbers))

    def _both(self, names: Collection[str]) -> frozenset[str]:
        return frozenset({*names, *map(self.token, names)})

    def _linked(self, name: str) -> str:
        """A link by identifier stays as it is, one by a value has its token."""
        target, mark, value = name.partition("#")
        return f"{target}#{self.token(value)}" if mark else self.token(name)

    def _unguarded(self, sight: Sight) -> Sight:
        grants = [Grant(one.ledgers - self.words.keys(), one.units) for one in sight.grants if one.ledgers is not None]
        return replace(sight, grants=tuple(grants))


class KeptHeads(NamedTuple):
    """What a replica follows: heads as the store keeps them, and the leaves they come from."""

    stored: Callable[[str | None, int], Iterator[Head]]
    leaf: Callable[[int], bytes]
    history: Callable[[str], Sequence[Entry]]

    def heads(self, ledger: str | None = None, since: int = 0) -> Iterator[Head]:
        """Heads of matters changed after entry ``since``, by seq."""
        return self.stored(ledger, since)


def _bound(entry: Entry) -> str:
    """What a box is said of."""
    return f"{entry.intention.ledger}|{entry.matter}|{entry.mseq}"


def _source(source: Source, file: str, sheet: str) -> Source:
    return NO_SOURCE if source == NO_SOURCE else replace(source, file=file, sheet=sheet)


def _word(gone: Gone) -> str:
    return ERASED if gone.erased else UNREADABLE


def _illegible(entry: Entry, gone: Gone) -> Entry:
    """The entry with a word in the place of everything that is not to be read any more."""
    word, given = _word(gone), entry.intention

    def told(value: Stored) -> Stored:
        if isinstance(value, list):
            return [word if is_token(one) else one for one in value]
        return word if is_token(value) else value

    source = given.source
    intention = replace(
        given,
        facts={name: told(value) for name, value in given.facts.items()},
        number=str(told(given.number)),
        note=word,
        source=_source(source, str(told(source.file)), str(told(source.sheet))),
        letter=replace(given.letter, title=word, to=word, sender=word) if given.letter else None,
    )
    return replace(entry, intention=intention)
