"""Signing in through an identity provider: authorization code with PKCE (OpenID Connect Core, RFC 7636, RFC 9207).

The provider sends the browser back from another site, when a strict cookie stays at home. So the address it comes
back to is only a stop: a page that leads on to the one that reads the session.
"""

from __future__ import annotations

import hmac
import logging
import secrets
import time
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from taizhang.terms.problem import Problem
from taizhang_site.accounts.elsewhere import Provider, elsewhere, is_guarded
from taizhang_site.accounts.limits import require_within_limit
from taizhang_site.accounts.models import Account
from taizhang_site.accounts.views import enter_after_first_step, entrance, next_of, record_failure, sign_in
from taizhang_site.request import SiteRequest

log = logging.getLogger("django")
# Seconds. Chosen: to sign in elsewhere; for the provider to answer; between two looks at its keys.
FRESH, PATIENCE, KEPT = 600, 10, 300
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA")
_FAILED = Problem("ACC-032", "统一身份认证没有成功。", hint="请再试一次；仍不行时用密码登录，或找安全管理员。")
_known: dict[str, tuple[float, dict[str, Any]]] = {}


class ProviderRefusal(Exception):
    """What the provider said does not hold; the reason is for the log alone."""


@require_safe
def redirect_to_provider(request: SiteRequest) -> HttpResponse:
    """Sends the browser to the provider with a state, a nonce and a challenge of this session."""
    provider = elsewhere().provider
    if provider is None:
        return redirect("login")
    require_within_limit(request, "login")
    asked = {
        "state": secrets.token_urlsafe(24),
        "nonce": secrets.token_urlsafe(24),
        "verifier": secrets.token_urlsafe(48),
    }
    try:
        told = discover(provider)
    except Exception as error:
        return _refuse(request, error)
    address, _ = _client(request, provider).create_authorization_url(
        told["authorization_endpoint"], state=asked["state"], nonce=asked["nonce"], code_verifier=asked["verifier"]
    )
    request.session["provider"] = {**asked, "since": int(time.time()), "next": next_of(request)}
    return redirect(address)


@require_safe
def return_from_provider(request: SiteRequest) -> HttpResponse:
    """Where the provider sends the browser back: leads on within this site, so that the session is read there."""
    wanted = {name: request.GET[name] for name in ("code", "state", "iss", "error") if name in request.GET}
    address = f"{reverse('provider_done')}?{urlencode(wanted)}"
    return render(request, "accounts/provider_back.html", {"address": address})


@require_safe
def finish_provider_sign_in(request: SiteRequest) -> HttpResponse:
    """Takes the code to the provider, checks all it says, and lets in whoever has an account for that identity."""
    provider, asked = elsewhere().provider, request.session.pop("provider", {})
    if provider is None:
        return redirect("login")
    require_within_limit(request, "login")
    try:
        identity = _verify_identity(request, provider, asked)
    except Exception as error:
        return _refuse(request, error)
    account = Account.objects.filter(outside=identity, active=True).first() if identity else None
    if account is None:
        record_failure(request, "?")
        says = "统一身份认证认得您，但本站还没有与您对应的账户。"
        return entrance(request, [Problem("ACC-033", says, hint="请找安全管理员建立账户，并填写统一认证标识。")])
    request.GET = request.GET.copy()
    request.GET["next"] = asked["next"]
    return sign_in(request, account, twice=True) if provider.second_factor else enter_after_first_step(request, account)


def _refuse(request: SiteRequest, error: Exception) -> HttpResponse:
    log.error("identity provider: %s %s", type(error).__name__, error if isinstance(error, ProviderRefusal) else "")
    record_failure(request, "?")
    return entrance(request, [_FAILED])


def _client(request: SiteRequest, provider: Provider) -> Any:
    from authlib.integrations.requests_client import OAuth2Session

    return OAuth2Session(
        provider.client_id,
        provider.secret,
        scope=provider.scope,
        code_challenge_method="S256",
        redirect_uri=request.build_absolute_uri(reverse("provider_back")),
        default_timeout=PATIENCE,
    )


def _verify_identity(request: SiteRequest, provider: Provider, asked: dict[str, Any]) -> str:
    """Who the provider says it is, after every check; raises on whatever does not hold."""
    given = request.GET
    if not asked or time.time() - asked["since"] > FRESH:
        raise ProviderRefusal("no question waits")
    if not hmac.compare_digest(given.get("state", "").encode(), asked["state"].encode()):
        raise ProviderRefusal("state")
    if given.get("iss", provider.issuer) != provider.issuer:
        raise ProviderRefusal("issuer of the answer")
    if given.get("error") or not given.get("code"):
        raise ProviderRefusal("refused at the provider")
    told = discover(provider)
    token = _client(request, provider).fetch_token(
        told["token_endpoint"], grant_type="authorization_code", code=given["code"], code_verifier=asked["verifier"]
    )
    claims = verify_token(provider, told, token["id_token"], asked["nonce"])
    identity = claims.get(provider.claim)
    if not isinstance(identity, str):
        raise ProviderRefusal(f"no claim {provider.claim}")
    return identity


def verify_token(provider: Provider, told: dict[str, Any], token: str, nonce: str) -> dict[str, Any]:
    """The claims of an identity token: signed by the provider, for this client, now, in answer to this question."""
    from joserfc import jwt
    from joserfc.jwk import KeySet, KeySetSerialization

    read = jwt.decode(
        token,
        KeySet.import_key_set(KeySetSerialization(keys=fetch_json(told["jwks_uri"])["keys"])),
        algorithms=list(ALGORITHMS),
    )
    registry = jwt.JWTClaimsRegistry(
        leeway=60,
        iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": provider.client_id},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    registry.validate(read.claims)
    claims = dict(read.claims)
    if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != provider.client_id:
        raise ProviderRefusal("authorized party")
    return claims


def discover(provider: Provider) -> dict[str, Any]:
    """What the provider says of itself (OpenID Connect Discovery), all of it over encrypted addresses."""
    told = fetch_json(provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
    if told.get("issuer") != provider.issuer:
        raise ProviderRefusal("issuer of the discovery")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not is_guarded(str(told.get(name, ""))):
            raise ProviderRefusal(name)
    return told


def fetch_json(address: str) -> dict[str, Any]:
    """A JSON object at an address, kept for five minutes."""
    import requests

    since, kept = _known.get(address, (0.0, {}))
    if kept and time.time() - since < KEPT:
        return kept
    answer = requests.get(address, timeout=PATIENCE, allow_redirects=False)
    answer.raise_for_status()
    found = answer.json()
    if not isinstance(found, dict):
        raise ProviderRefusal("no object")
    _known[address] = (time.time(), found)
    return found
