"""Words map to values once: those nobody has placed, what they may mean, and the answer, which lets their rows in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from taizhang.catalogue.additions import Addition
from taizhang.catalogue.choices import read_choice, ways_of
from taizhang.catalogue.extending import with_additions
from taizhang.catalogue.resolved import Catalogue, Ledger
from taizhang.catalogue.values import Stored
from taizhang.intake.adding import declaring
from taizhang.intake.admit import intentions
from taizhang.intake.candidates import Candidate, candidates, like_units, likely
from taizhang.intake.holding import keep_fault, let_go, matter_of
from taizhang.intake.identities import matter_identity
from taizhang.intake.rows import MatterDraft
from taizhang.intake.sheets import Workbook
from taizhang.intake.unit_names import names_group
from taizhang.intake.units import REGISTER
from taizhang.intake.waiting import ADMITTED, DROPPED, HeldRow, completed, counted, ledger_for
from taizhang.matters.entry import CORRECT, RECORD, Head, Intention
from taizhang.policy.rights import roles_for, tells_of_persons
from taizhang.site.desk import Desk
from taizhang.site.reading_in import ImportDoor
from taizhang.site.waiting import held_rows
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.scope import Organisation, Unit, unit_kind
from taizhang.terms.sentence import sentence

Meaning = Literal["choice", "unit", "instead"]
Key = tuple[str, str, str]
"""Ledger, field and word."""
# Chosen: fewer characters give no reason.
SHORTEST = 4


@dataclass(frozen=True, slots=True)
class UnplacedWord:
    """A word nobody has placed: where it stands, in how many rows, what it may mean. likely: chosen beforehand, '' for none.

    meaning: of a choice, a unit, or words in place of a day or a number. extensible: whether it may be a value of its own.
    """

    key: Key
    title: str
    column: str
    rows: int
    meaning: Meaning
    options: tuple[Candidate, ...]
    likely: str
    extensible: bool

    @property
    def word(self) -> str:
        """The word as it stands in the workbook."""
        return self.key[2]


@dataclass(frozen=True, slots=True)
class Meant:
    """What a word means: a value or unit there is, or ``new``: a value or unit of its own, or words to be kept as they are."""

    value: str = ""
    new: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """What answers would write: the intentions, how many rows come in, and what keeps others waiting."""

    wanted: tuple[Intention, ...]
    admitted: int
    faults: tuple[tuple[HeldRow, str], ...] = ()


class Wording:
    """The words of the desk's site, as the person at the desk may place them."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.site = desk, desk.site
        self.by = (desk.actor.name, desk.today)

    @property
    def rows(self) -> tuple[HeldRow, ...]:
        """The rows that wait, in this person's sight: his own, and those of ledgers he sees whole.

        Where matters hide from those they are about, a row is there for whoever imported it and at the machine alone.
        """
        return tuple(one for one in held_rows(self.site) if self._sees(one))

    def _sees(self, one: HeldRow) -> bool:
        name = one.row.draft.ledger
        if one.by == self.desk.actor.name or any(post.whole for post in self.desk.actor.posts):
            return True
        return self.desk.whole(name) and not tells_of_persons(self.site.catalogue.ledgers[name])

    def places(self, ledger: str) -> bool:
        """Whether the person may say what words of a ledger mean: it holds for the whole body."""
        declared = self.site.catalogue.ledgers[ledger]
        return self.desk.whole(ledger) and bool(roles_for(declared, CORRECT) & self.desk.actor.roles)

    def words(self) -> tuple[UnplacedWord, ...]:
        """The words that rows in sight wait for, by ledger and column, the most frequent first."""
        rows = self.rows
        found = [self._word(key, count, rows) for key, count in counted(rows).items()]
        shown = [one for one in found if one is not None]
        return tuple(sorted(shown, key=lambda one: (one.key[0], one.key[1], -one.rows, one.word)))

    def _word(self, key: Key, count: int, rows: Sequence[HeldRow]) -> UnplacedWord | None:
        name, field, word = key
        ledger = self.site.catalogue.ledgers[name]
        declared = ledger.declared.field.get(field)
        if declared is None:
            return None
        mine = [one for one in rows if one.row.draft.ledger == name and one.row.draft.pending.get(field) == word]
        if declared.type == "unit":
            units = like_units(self.desk.units, word)
            one = not names_group(word, self.desk.units)
            return UnplacedWord(key, ledger.title, declared.title, count, "unit", tuple(units), "", one)
        if declared.type not in ("choice", "flag"):
            return UnplacedWord(key, ledger.title, declared.title, count, "instead", (), "", True)
        ranked = candidates(self.site.catalogue, ledger, field, word, mine)
        further = declared.type == "choice" and field != ledger.declared.status
        return UnplacedWord(key, ledger.title, declared.title, count, "choice", tuple(ranked), likely(ranked), further)

    def place(self, answers: Mapping[Key, Meant]) -> Placed:
        """What the answers would write; nothing is written. Raises Refused with every answer that cannot be,
        INT-073 when a word waits in no row of this person's sight."""
        self._require_sound(answers)
        additions = tuple(_additions(self.site.catalogue, answers))
        catalogue = with_additions(self.site.catalogue, additions)
        told = tuple(self._units(answers))
        organisation = _with_units(self.site.catalogue, self.desk.units, answers)
        drafts: dict[str, tuple[HeldRow, tuple[MatterDraft, ...]]] = {}
        faults: list[tuple[HeldRow, str]] = []
        for held in self.rows:
            placed = _placed(catalogue, organisation, held)
            if placed is None:
                continue
            made, fault = completed(catalogue, held, placed)
            if fault := fault or self._moved(held, made):
                faults.append((held, fault))
            else:
                drafts[held.matter] = (held, made)
        wanted = (*declaring(self.site.catalogue, additions, *self.by, "认定用语"), *told)
        rows, refused = self._admit(catalogue, drafts)
        faults += refused
        faulted = (
            keep_fault(held, ledger_for(catalogue.ledgers[held.row.draft.ledger]), self.by, fault)
            for held, fault in faults
            if fault != held.fault
        )
        return Placed((*wanted, *rows, *faulted), len(drafts) - len(refused), tuple(faults))

    def apply(self, placed: Placed, reason: str = "") -> int:
        """Writes what the answers were seen to write, all of it or nothing; how many entries that are."""
        said = [replace(one, note="；".join(filter(None, (one.note, reason)))) for one in placed.wanted]
        return self.desk.whole_site.admit(said, ())

    def drop(self, matter: str, remark: str) -> None:
        """Leaves a row out for good, with the reason. Raises Refused: INT-072 without one, INT-073 when it waits no more."""
        held = next((one for one in self.rows if one.matter == matter), None)
        if held is None:
            raise Refused(Problem("INT-073", "这一行已经不再待定。", hint="请刷新后再看。"))
        if len(remark.strip()) < SHORTEST:
            raise Refused(Problem("INT-072", "没有写明为什么不要这一行。", hint="请写明原因，不少于四个字。"))
        ledger = ledger_for(self.site.catalogue.ledgers[held.row.draft.ledger])
        self.desk.whole_site.admit([let_go(held, ledger, self.by, DROPPED, remark.strip())], ())

    def _require_sound(self, answers: Mapping[Key, Meant]) -> None:
        # Said of no ledger, column or word: what does not wait here may not be told apart from what is nowhere.
        waiting = counted(self.rows)
        if not all(key in waiting and self._declares(key) for key in answers):
            raise Refused(Problem("INT-073", "要认定的用语里有不再待定的。", hint="请刷新后再看。"))
        problems = []
        for (name, field, word), answer in answers.items():
            ledger = self.site.catalogue.ledgers[name]
            declared = ledger.declared.field[field]
            place = Place(key=f"{name}/{field}/{word}")
            if not self.places(name):
                says = sentence("您现在的岗位不能认定“{ledger}”的用语。", ledger=ledger.title)
                problems.append(
                    Problem("INT-074", says, place, "用语对全单位有效，请由看得到全部记录的督查员或领导认定。")
                )
            known: Sequence[str] = (
                list(self.desk.units.units)
                if declared.type == "unit"
                else list(self.site.catalogue.vocabularies[declared.choices].values)
                if declared.choices
                else ()
            )
            group = declared.type == "unit" and names_group(word, self.desk.units)
            never = answer.new and (group or field == ledger.declared.status)
            if (not answer.new and answer.value not in known) or never:
                says = sentence("“{word}”要认定成“{column}”已有的一项。", word=word, column=declared.title)
                hint = sentence("可选：{known}。", known="、".join(known[:30]))
                problems.append(Problem("INT-075", says, place, hint))
        if problems:
            raise Refused(*problems)

    def _declares(self, key: Key) -> bool:
        """Whether the column a word waits in is still declared."""
        return key[1] in self.site.catalogue.ledgers[key[0]].declared.field

    def _units(self, answers: Mapping[Key, Meant]) -> Iterator[Intention]:
        """New units, and the names that existing ones are written by."""
        actor, day = self.by
        aliases: dict[str, list[str]] = {}
        for (name, field, word), answer in answers.items():
            if self.site.catalogue.ledgers[name].declared.field[field].type != "unit":
                continue
            if answer.new:
                facts: dict[str, Stored] = {
                    "name": word,
                    "kind": unit_kind(word),
                    "parent": self.site.catalogue.body.name,
                }
                matter = matter_identity(REGISTER, (word,))
                if not self.site.journal.known((matter,)):
                    yield Intention(actor, f"unit:{matter}", REGISTER, RECORD, day, matter, number=word, facts=facts)
            elif word not in aliases.setdefault(answer.value, []):
                aliases[answer.value].append(word)
        for unit, written in aliases.items():
            matter = matter_identity(REGISTER, (unit,))
            head = self.site.journal.known((matter,)).get(matter)
            known = str(head.facts.get("aliases") or "").split("、") if head else []
            if head and (further := [one for one in written if one not in known]):
                joined = "、".join(one for one in (*known, *further) if one)
                idem = f"alias:{matter}:{head.mseq}"
                yield Intention(
                    actor,
                    idem,
                    REGISTER,
                    CORRECT,
                    day,
                    matter,
                    expect=head.mseq,
                    facts={"aliases": joined},
                    note="认定用语",
                )

    def _moved(self, held: HeldRow, made: Sequence[MatterDraft]) -> str:
        """Why a row does not come in by itself: its matter was registered or worked on while it waited."""
        known = self.site.journal.known({matter_of(one) for one in made})
        for one in made:
            head = known.get(matter_of(one))
            own = one.ledger == held.row.draft.ledger and one.key == held.row.draft.key
            if (head.mseq if head else None) != (held.expect if own else None) and not _says(head, one):
                break
        else:
            return ""
        return "这个编号在等待期间已经登记或办理过，请核对后重新导入这一行，或不要这一行"

    def _admit(
        self, catalogue: Catalogue, drafts: Mapping[str, tuple[HeldRow, tuple[MatterDraft, ...]]]
    ) -> tuple[tuple[Intention, ...], list[tuple[HeldRow, str]]]:
        """What writes the rows that come in and lets go of them; those that are not this person's to write, with why."""
        digests = {held.row.draft.at.file: held.row.digest for held, _ in drafts.values()}
        books = [Workbook(name, digest, 0, "csv", "", ()) for name, digest in digests.items()]
        site = self.desk.whole_site
        door = ImportDoor(site.journal, catalogue, site.name_book(), self.desk.actor)
        changes = door.judge_drafts(catalogue, books, [one for _, made in drafts.values() for one in made])
        why = {one.at[:3]: one.because for one in changes.refused}
        refused = [(held, why[held.row.draft.at[:3]]) for held, _ in drafts.values() if held.row.draft.at[:3] in why]
        taken = [(held, made) for held, made in drafts.values() if held.row.draft.at[:3] not in why]
        if refused:  # a row comes in whole or not at all
            changes = door.judge_drafts(catalogue, books, [one for _, made in taken for one in made])
        going = [
            let_go(held, ledger_for(catalogue.ledgers[held.row.draft.ledger]), self.by, ADMITTED) for held, _ in taken
        ]
        return (*intentions(catalogue, changes, *self.by), *going), refused


def _says(head: Head | None, draft: MatterDraft) -> bool:
    """Whether a matter already says all that the draft says."""
    return head is not None and all(head.facts.get(name) == value for name, value in draft.facts.items())


def _additions(catalogue: Catalogue, answers: Mapping[Key, Meant]) -> Iterator[Addition]:
    """What the answers add to each ledger."""
    for name in dict.fromkeys(key[0] for key in answers):
        fields = catalogue.ledgers[name].declared.field
        words: dict[str, dict[str, str]] = {}
        values: dict[str, tuple[str, ...]] = {}
        instead: dict[str, tuple[str, ...]] = {}
        for (ledger, field, word), answer in answers.items():
            kind = fields[field].type if ledger == name else "unit"
            if kind in ("choice", "flag"):
                if answer.new:
                    values[field] = (*values.get(field, ()), word)
                else:
                    words.setdefault(field, {})[word] = answer.value
            elif kind != "unit":
                instead[field] = (*instead.get(field, ()), word)
        if words or values or instead:
            yield Addition(ledger=name, words=words, values=values, instead=instead)


def _with_units(catalogue: Catalogue, organisation: Organisation, answers: Mapping[Key, Meant]) -> Organisation:
    """The organisation with the units and names the answers make."""
    units = dict(organisation.units)
    for (ledger, field, word), answer in answers.items():
        if catalogue.ledgers[ledger].declared.field[field].type != "unit":
            continue
        if answer.value in units:
            known = units[answer.value]
            units[answer.value] = replace(known, aliases=(*known.aliases, word))
        elif answer.new and not organisation.resolve(word):
            units[word] = Unit(word, kind=unit_kind(word))
    return Organisation(units.values())


def _placed(catalogue: Catalogue, organisation: Organisation, held: HeldRow) -> dict[str, Stored] | None:
    """Field → value for every word the row waits for; None while one of them is not placed."""
    ledger: Ledger = catalogue.ledgers[held.row.draft.ledger]
    found: dict[str, Stored] = {}
    for name, word in held.row.draft.pending.items():
        field = ledger.declared.field[name]
        if field.type == "unit":
            unit = organisation.resolve(word)
            if not unit:
                return None
            found[name] = unit
        elif field.type in ("choice", "flag"):
            vocabulary = catalogue.vocabularies[field.choices]
            read = read_choice(word, vocabulary, ways_of(vocabulary))
            if read.reason or not isinstance(read.value, str):
                return None
            found[name] = read.value == "是" if field.type == "flag" else read.value
        elif word in field.instead:
            found |= {name: None, field.words: word}
        else:
            return None
    return found
