"""What is wrong with a new password: its length, its kinds of characters, words that many or that this office would try."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.password_validation import CommonPasswordValidator
from pypinyin import lazy_pinyin

from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence

# Characters (GB/T 22239-2019 8.1.4.1 asks for complexity and leaves the length open; ASVS 5.0.0 V6.2.1 asks for 8).
SHORTEST = 10
# Chosen: shorter spellings stand in many words by chance.
SHORTEST_WORD = 5
_DIGITS, _SIGNS = "0123456789", "!@#$%^&*()-_=+.,?"
_COMMON = CommonPasswordValidator()
_PROGRAM = ("台账", "taizhang")
_HINT = "请换一个别人猜不到的。"


def weaknesses(password: str, again: str, name: str, body: str) -> list[Problem]:
    """What is wrong with a new password of the person ``name`` of the body ``body``; ``again``: typed a second time."""
    found = []
    place = Place(key="password")
    kinds = [str.isdigit, str.islower, str.isupper, lambda c: not c.isalnum()]
    if len(password) < SHORTEST:
        says = sentence("密码只有{count}个字符，至少要{shortest}个。", count=len(password), shortest=SHORTEST)
        found.append(Problem("ACC-003", says, place, "可以用几个不相干的词连成一句。"))
    if sum(any(map(kind, password)) for kind in kinds) < 3:
        says = "密码须含数字、小写字母、大写字母、符号中的至少三种。"
        found.append(Problem("ACC-003", says, place, "请改一改。"))
    if name and name in password:
        found.append(Problem("ACC-003", "密码里不能有自己的姓名。", place, _HINT))
    elif any(word in password.lower() for word in words_of_the_office(name, body)):
        says = "密码里不能有本单位、本系统的名称或自己姓名的拼音。"
        found.append(Problem("ACC-003", says, place, _HINT))
    if is_common(password):
        found.append(Problem("ACC-003", "这个密码太常见，别人先试的就是它。", place, _HINT))
    if password != again:
        found.append(Problem("ACC-004", "两次输入的密码不一样。", Place(key="again"), "请重新输入。"))
    return found


def words_of_the_office(name: str, body: str) -> Iterator[str]:
    """Words whoever knows the office tries first (ASVS 5.0.0 V6.1.2): the program, the body, its place, the person.

    Of the body the whole name, the place it begins with (two characters) and the spellings of both in Latin letters.
    """
    yield from _PROGRAM
    for words in (body, body[:2], name):
        spelt = "".join(lazy_pinyin(words))
        if len(words) > 2 and words == body:
            yield words
        if len(spelt) >= SHORTEST_WORD and spelt.isascii():
            yield spelt


def is_common(password: str) -> bool:
    """Whether the password, or what is left of it without the digits and signs at its ends, is on Django's list of the
    twenty thousand most used.
    """
    words = password.lower().strip()
    return not {words, words.strip(_SIGNS), words.strip(_SIGNS + _DIGITS)}.isdisjoint(_COMMON.passwords)
