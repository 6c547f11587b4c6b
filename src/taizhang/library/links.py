"""What a document does to others and others to it: adopts, implements, forwards, supersedes, both ways."""

from __future__ import annotations

from dataclasses import dataclass

from taizhang.library.model import LibraryDocument, ReadableLevels, Verb
from taizhang.library.register import Register
from taizhang.terms.document_numbers import number_key


@dataclass(frozen=True, slots=True)
class Link:
    """One relation. ``target`` is as it was written; ``document`` is the other side, where it is here and may be seen.

    backward: the other document says it of this one.
    """

    verb: Verb
    target: str
    document: LibraryDocument | None
    backward: bool = False


def links(register: Register, document: LibraryDocument, allowed: ReadableLevels) -> tuple[Link, ...]:
    """The links of a document, its own first; other documents that may not be seen say nothing."""
    own = [
        Link(
            each.verb,
            each.target,
            next(iter(register.documents(register.find_named(*_names(each.target)), allowed)), None),
        )
        for each in document.meta.relations
    ]
    meta = document.meta
    spelled = [f"《{meta.title}》", meta.title, *([meta.number] if meta.number else [])]
    rows = register.naming(spelled)
    others = {each.id: each for each in register.documents([identity for identity, _, _ in rows], allowed)}
    return (
        *own,
        *(Link(verb, target, others[identity], True) for identity, verb, target in rows if identity in others),
    )


def _names(target: str) -> tuple[str, str]:
    """(title, document number) a target may mean; '' where it cannot be one."""
    title = target.strip().removeprefix("《").removesuffix("》")
    return title, target.strip() if number_key(target) else ""
