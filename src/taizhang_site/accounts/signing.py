"""Signing in: passwords, the delay after wrong attempts, the first administrator's one-time code."""

from __future__ import annotations

import hmac
import os
import secrets
import time
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.auth import authenticate, login
from django.contrib.auth.hashers import check_password
from django.db.models import F
from django.http import HttpRequest

from taizhang.terms.problem import Problem
from taizhang.terms.sentence import sentence
from taizhang_site.accounts.access import address_of, record_request
from taizhang_site.accounts.directory import Unreachable, vouches
from taizhang_site.accounts.elsewhere import elsewhere
from taizhang_site.accounts.models import Account
from taizhang_site.accounts.sessions import device_of
from taizhang_site.request import SiteRequest

KEPT_PASSWORDS, ONE_TIME = 5, 7 * 86400
"""How many earlier passwords may not come again; for how many seconds a one-time password is good."""
# Chosen: two slips are free, then guessing takes 42 seconds each.
FREE_ATTEMPTS, LONGEST_DELAY = 3, 42
_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
WRONG = Problem("ACC-001", "姓名或密码不对。", hint="请核对后再试；忘记密码请找安全管理员重置。")

LAPSED = Problem("ACC-040", "这个一次性密码已过七天，不能再用。", hint="请找安全管理员重置密码。")


def delay(account: Account, now: float) -> int:
    """How many seconds the account must still wait: 1, 2, 4 … 42 after the third wrong attempt in a row.

    It never locks for good, so nobody can lock out another person.
    """
    if account.failures < FREE_ATTEMPTS:
        return 0
    wait = min(2 ** (account.failures - FREE_ATTEMPTS), LONGEST_DELAY)
    return max(0, int(account.failed_at + wait - now + 0.999))


def authenticate_password(request: HttpRequest, name: str, password: str) -> Account | Problem:
    """The account when name and password fit; an unknown name answers as a wrong password does."""
    account = Account.objects.filter(name=name).first()
    if account and (wait := delay(account, time.time())):
        return waiting_problem(wait)
    try:
        found = (
            _authenticate_elsewhere(account, password)
            if account and account.outside
            else authenticate(request, username=name, password=password)
        )
    except Unreachable:
        hint = "请稍后再试，或请系统管理员检查目录服务。"
        return Problem("ACC-034", "现在连不上核对密码的目录服务。", hint=hint)
    if isinstance(found, Account):
        lapsed = found.must_change and found.given_at and time.time() > found.given_at + ONE_TIME
        return LAPSED if lapsed else found
    if account:
        count_failure(account)
    return WRONG


def _authenticate_elsewhere(account: Account, password: str) -> Account | None:
    """The account when the directory takes the password; nobody where there is none."""
    directory = elsewhere().directory
    if directory is None or not account.active:
        return None
    return account if vouches(directory, account.outside, password) else None


def begin_session(request: SiteRequest, account: Account, *, twice: bool) -> None:
    """Begins the person's session in a new one; ``twice`` says that a second factor was shown."""
    record_request(request, "sign_in", who=account.name)
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    now, device = int(time.time()), device_of(request.META.get("HTTP_USER_AGENT", ""))
    request.session.update(
        {"since": now, "used": now, "device": device, "address": address_of(request), "second": twice}
    )


def waiting_problem(seconds: int) -> Problem:
    """Too many wrong attempts."""
    return Problem(
        "ACC-002",
        sentence("连续输错，请等{seconds}秒后再试。", seconds=seconds),
        hint="这只影响您输错的这个姓名，稍后会自动解除。",
    )


def count_failure(account: Account) -> None:
    """Counts a wrong attempt, each of several at once."""
    Account.objects.filter(pk=account.pk).update(failures=F("failures") + 1, failed_at=time.time())
    account.refresh_from_db(fields=["failures", "failed_at"])


def clear_failures(account: Account) -> None:
    """Forgets wrong attempts."""
    if account.failures:
        account.failures = 0
        account.save(update_fields=["failures"])


def was_used(account: Account, password: str) -> bool:
    """Whether the password is the present one or one of the last five."""
    return any(check_password(password, one) for one in (account.password, *account.earlier.split()))


def set_password(account: Account, password: str) -> None:
    """A new password, the old one kept among the last five; the account is not saved."""
    account.earlier = "\n".join([account.password, *account.earlier.split()][:KEPT_PASSWORDS])
    account.set_password(password)


def new_password() -> str:
    """A random password of 73 bits that is easy to read out; it holds the three kinds of characters one must have."""
    return f"T7-{new_code(3)}"


def new_code(groups: int) -> str:
    """Random groups of five characters, 24 bits each, that are easy to read out."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(groups))


def reset_password(account: Account) -> str:
    """A new one-time password for the account."""
    password = new_password()
    set_password(account, password)
    account.must_change, account.given_at = True, time.time()
    account.save()
    return password


def first_code_path() -> Path:
    """Where the digest of the first administrator's code lies."""
    return Path(settings.HOME) / "first-code"


def renew_first_code() -> str:
    """A new one-time code for the first administrator; an older one is void."""
    code = new_password()
    handle = os.open(first_code_path(), os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as write:
        write.write(sha256(code.encode()).hexdigest())
    return code


def first_code_fits(given: str) -> bool:
    """Whether this is the code, and nobody has an account yet."""
    path = first_code_path()
    if not path.exists() or Account.objects.exists():
        return False
    return hmac.compare_digest(sha256(given.strip().encode()).hexdigest(), path.read_text(encoding="ascii"))
