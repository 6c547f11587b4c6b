"""Passkeys (WebAuthn level 3): one made for an account, one used to sign in, each against a challenge of its session."""

from __future__ import annotations

import json
import struct
import time
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from hmac import digest as hmac
from ipaddress import ip_address
from secrets import token_bytes
from typing import Any, Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.middleware.csrf import get_token
from django.utils import timezone
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from taizhang.terms.problem import Place, Problem
from taizhang_site.accounts.limits import spend_once
from taizhang_site.accounts.models import Account, Passkey
from taizhang_site.house import site
from taizhang_site.request import SiteRequest

Purpose = Literal["make", "second"]
# Bytes: 192 bits of chance, above the 128 WebAuthn level 3 asks for (13.4.3); a time in seconds.
_RANDOM, _TIME = 24, 8
# Seconds: the longest WebAuthn level 3 recommends for a ceremony (15.1); bytes: far above any answer.
FRESH, LARGEST = 600, 64 * 1024
_WRONG = (ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError, struct.error)
_REQUIRED = UserVerificationRequirement.REQUIRED


@dataclass(frozen=True, slots=True)
class Used:
    """A passkey that proved itself, and whose it is."""

    account: Account
    key: Passkey


def host_of(request: SiteRequest) -> str:
    """The host name the browser asked for, without a port: the relying party's name."""
    return urlsplit(f"//{request.get_host()}").hostname or ""


def why_not_offered(request: SiteRequest) -> str:
    """Why this connection cannot use passkeys, '' when it can: browsers want an encrypted connection and a name."""
    host = host_of(request)
    if host == "localhost" or host.endswith(".localhost"):
        return ""
    try:
        ip_address(host)
    except ValueError:
        return "" if request.is_secure() else "通行密钥只能在加密连接（HTTPS）上使用，现在的连接没有加密。"
    return "通行密钥认网站的名称，不认 IP 地址；请用名称打开网站，在本机可用 http://localhost 。"


def _server(request: SiteRequest) -> Fido2Server:
    relying = PublicKeyCredentialRpEntity(id=host_of(request), name=site().catalogue.body.name)
    origin = f"{request.scheme}://{request.get_host()}"
    return Fido2Server(relying, verify_origin=lambda told: told == origin)


def handle(account: Account) -> bytes:
    """What a key is told of its owner: a digest that says nothing to anybody else."""
    return sha256(f"{settings.SECRET_KEY}\x1fpasskey\x1f{account.pk}".encode()).digest()


def registration_options(request: SiteRequest, account: Account) -> str:
    """Options for a new key as JSON; their challenge waits in the session."""
    held = [AttestedCredentialData(bytes(one.data)) for one in account.passkeys.filter(relying=host_of(request))]
    owner = PublicKeyCredentialUserEntity(id=handle(account), name=account.name, display_name=account.name)
    options, state = _server(request).register_begin(owner, held, ResidentKeyRequirement.PREFERRED, _REQUIRED)
    return _keep_challenge(request, "make", options, state)


def authentication_options(request: SiteRequest, account: Account | None = None) -> str:
    """Options for using a key as JSON: one of the account's, or any the browser has for this site."""
    if account is None:
        options, _ = _server(request).authenticate_begin(None, _REQUIRED, challenge=_own_challenge(request))
        return json.dumps(dict(options))
    held = [AttestedCredentialData(bytes(one.data)) for one in account.passkeys.filter(relying=host_of(request))]
    options, state = _server(request).authenticate_begin(held, _REQUIRED)
    return _keep_challenge(request, "second", options, state)


def _own_challenge(request: SiteRequest, begun: bytes = b"") -> bytes:
    """A challenge for a browser without a session: random bytes and the time under a seal of the site, bound to the
    word of its forms, so that nothing need be kept for a visitor who only looks. begun: what is sealed, b"" for anew.
    """
    if not begun:
        get_token(request)
        begun = token_bytes(_RANDOM) + int(time.time()).to_bytes(_TIME, "big")
    bound = f"passkey challenge\x1f{host_of(request)}\x1f{request.META.get('CSRF_COOKIE', '')}\x1f"
    return begun + hmac(settings.SECRET_KEY.encode(), bound.encode() + begun, "sha256")


def _spend_challenge(request: SiteRequest, challenge: bytes) -> dict[str, object]:
    """The state of a challenge this site made within ten minutes."""
    begun = challenge[: _RANDOM + _TIME]
    fresh = 0 <= time.time() - int.from_bytes(begun[_RANDOM:], "big") < FRESH
    if not fresh or not compare_digest(challenge, _own_challenge(request, begun)):
        raise ValueError("not a challenge of this site")
    return {"challenge": websafe_encode(challenge), "user_verification": _REQUIRED}


def _keep_challenge(request: SiteRequest, purpose: Purpose, options: Any, state: Any) -> str:
    request.session[f"passkey-{purpose}"] = [int(time.time()), state["challenge"]]
    return json.dumps(dict(options))


def _take_challenge(request: SiteRequest, purpose: Purpose) -> dict[str, object]:
    """The state of the challenge that waits for an answer; it serves one answer only."""
    since, challenge = request.session.pop(f"passkey-{purpose}", (0, ""))
    if not challenge or time.time() - since > FRESH:
        raise ValueError("no challenge waits")
    return {"challenge": challenge, "user_verification": _REQUIRED}


def register_passkey(request: SiteRequest, account: Account, name: str) -> Passkey | Problem:
    """The new key, kept under the name its owner gave."""
    try:
        answer = _answer(request)
        data = _server(request).register_complete(_take_challenge(request, "make"), answer)
        credential = data.credential_data
        assert credential is not None
        with transaction.atomic():
            return Passkey.objects.create(
                account=account,
                name=name.strip()[:60] or "通行密钥",
                key=sha256(credential.credential_id).hexdigest(),
                data=bytes(credential),
                relying=host_of(request),
                count=data.counter,
            )
    except IntegrityError:
        return Problem("ACC-012", "这把通行密钥已经登记过了。", hint="请换另一部手机、电脑或安全密钥。")
    except _WRONG:
        return Problem(
            "ACC-011", "没有得到可用的通行密钥。", Place(key="credential"), "请再试一次；须完成指纹、人脸或 PIN 验证。"
        )


def authenticate_passkey(request: SiteRequest, account: Account | None = None) -> Used | Problem:
    """Whose key answered; of one account only when it is named."""
    refused = Problem(
        "ACC-013", "通行密钥没有通过核对。", hint="请再试一次，或者改用密码；密钥已注销的请在账户里重新登记。"
    )
    try:
        answer = _answer(request)
        found = AuthenticationResponse.from_dict(answer)
        given = found.response.client_data.challenge
        state = _take_challenge(request, "second") if account else _spend_challenge(request, given)
        key = Passkey.objects.select_related("account").get(
            key=sha256(found.raw_id).hexdigest(), relying=host_of(request), account__active=True
        )
        owner = account or key.account
        told = answer["response"].get("userHandle")
        if key.account_id != owner.pk or (told and websafe_decode(told) != handle(owner)):
            return refused
        _server(request).authenticate_complete(state, [AttestedCredentialData(bytes(key.data))], answer)
    except (*_WRONG, Passkey.DoesNotExist):
        return refused
    if account is None and not spend_once(f"challenge:{sha256(given).hexdigest()[:60]}"):
        return refused
    count = found.response.authenticator_data.counter
    # Only one answer moves the counter on: a copied key, or the same answer twice at once, changes no row.
    fits = (
        Passkey.objects.filter(pk=key.pk, count__lt=count) if count or key.count else Passkey.objects.filter(pk=key.pk)
    )
    if not fits.update(count=count, used_at=timezone.now()):
        return Problem(
            "ACC-014",
            "这把通行密钥的计数倒退，可能被复制过，不能使用。",
            hint="请改用别的方式登录，并请安全管理员核查。",
        )
    return Used(owner, key)


def _answer(request: SiteRequest) -> dict[str, Any]:
    """What the browser sent."""
    text = request.POST.get("credential", "")
    if len(text) > LARGEST:
        raise ValueError("too long")
    answer = json.loads(text)
    if not isinstance(answer, dict):
        raise ValueError("no object")
    return answer
