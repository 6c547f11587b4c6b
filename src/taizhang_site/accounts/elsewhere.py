"""Who else may vouch for a person: an identity provider (OIDC) or a directory (LDAP), as the site's folder says.

``sign-in.toml`` in the folder names them; secrets come from the environment. Neither makes accounts: the security
administrator makes them and writes down which identity there is whose.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence

FILE = "sign-in.toml"
_OIDC = {"name": str, "issuer": str, "client_id": str, "claim": str, "scope": str, "second_factor": bool}
_LDAP = {
    "server": str,
    "start_tls": bool,
    "ca": str,
    "base": str,
    "filter": str,
    "bind": str,
    "second_factor": bool,
}


@dataclass(frozen=True, slots=True)
class Provider:
    """An identity provider: the name on the button, its issuer, and the claim that says who somebody is.

    second_factor: whether it is known to ask for two factors, so that this site asks for none besides.
    """

    name: str
    issuer: str
    client_id: str
    secret: str
    claim: str = "sub"
    scope: str = "openid"
    second_factor: bool = False


@dataclass(frozen=True, slots=True)
class Directory:
    """A directory that checks passwords: its address, where people stand in it, and the filter that finds one.

    bind: who the site itself is there, '' for nobody.
    """

    server: str
    base: str
    filter: str = "(uid={name})"
    start_tls: bool = False
    ca: str = ""
    bind: str = ""
    password: str = ""
    second_factor: bool = False


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What is set up, and everything wrong with it."""

    provider: Provider | None = None
    directory: Directory | None = None
    problems: tuple[Problem, ...] = ()


@cache
def elsewhere() -> Elsewhere:
    """As the folder says, read once."""
    return read_elsewhere(Path(settings.HOME) / FILE, os.environ)


def read_elsewhere(path: Path, environment: Mapping[str, str]) -> Elsewhere:
    """What a file says, with the secrets of the environment."""
    if not path.exists():
        return Elsewhere()
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        says = sentence("{file} 不是正确的 TOML 文件：{error}。", file=FILE, error=error)
        return Elsewhere(problems=(Problem("ACC-030", says, Place(file=FILE), "请对照 docs/sign-in.md 改正。"),))
    oidc, ldap = told.get("oidc"), told.get("ldap")
    found = [_unknown(name) for name in told if name not in ("oidc", "ldap")]
    found += [*_wrong("oidc", oidc, _OIDC), *_wrong("ldap", ldap, _LDAP)]
    if not found:
        found += _provider_problems(oidc, environment) if oidc else ()
        found += _directory_problems(ldap) if ldap else ()
    if found:
        return Elsewhere(problems=tuple(found))
    provider = (
        Provider(secret=environment.get("TAIZHANG_OIDC_SECRET", ""), **{"name": "统一身份认证", **oidc})
        if oidc
        else None
    )
    directory = Directory(password=environment.get("TAIZHANG_LDAP_PASSWORD", ""), **ldap) if ldap else None
    return Elsewhere(provider, directory)


def _unknown(name: str) -> Problem:
    return Problem(
        "ACC-030",
        sentence("{file} 里不认识“{name}”。", file=FILE, name=name),
        Place(file=FILE),
        "可以写的见 docs/sign-in.md。",
    )


def _wrong(section: str, told: object, known: Mapping[str, type]) -> Iterator[Problem]:
    """Keys nobody knows and values of the wrong kind."""
    if told is None:
        return
    if not isinstance(told, dict):
        yield _unknown(section)
        return
    for name, value in told.items():
        if name not in known:
            yield _unknown(f"{section}.{name}")
        elif not isinstance(value, known[name]):
            yield Problem(
                "ACC-030",
                sentence("{file} 里“{section}.{name}”的值不对。", file=FILE, section=section, name=name),
                Place(file=FILE),
                "请对照 docs/sign-in.md 改正。",
            )


def _missing(section: str, told: Mapping[str, object], names: tuple[str, ...]) -> Iterator[Problem]:
    for name in names:
        if not told.get(name):
            says = sentence("{file} 里没有写“{section}.{name}”。", file=FILE, section=section, name=name)
            yield Problem("ACC-030", says, Place(file=FILE), "请对照 docs/sign-in.md 补上。")


def _absent(section: str, module: str) -> Iterator[Problem]:
    if find_spec(module) is None:
        says = sentence(
            "{file} 用了 {section}，但没有安装它需要的程序库 {module}。", file=FILE, section=section, module=module
        )
        yield Problem(
            "ACC-031", says, Place(file=FILE), sentence("请安装 taizhang[{section}] 后重新启动。", section=section)
        )


def _provider_problems(told: Mapping[str, object], environment: Mapping[str, str]) -> Iterator[Problem]:
    yield from _absent("oidc", "authlib")
    yield from _missing("oidc", told, ("issuer", "client_id"))
    if not environment.get("TAIZHANG_OIDC_SECRET"):
        says = "没有给出 OIDC 的客户端密钥。"
        yield Problem("ACC-030", says, Place(file=FILE), "请用环境变量 TAIZHANG_OIDC_SECRET 给出，不要写在文件里。")
    if not is_guarded(str(told.get("issuer", ""))):
        yield Problem("ACC-030", "OIDC 的 issuer 不是 https 地址。", Place(file=FILE), "身份认证只能走加密连接。")


def is_guarded(address: str) -> bool:
    """Whether an address is encrypted, or stays on this machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost"))


def _directory_problems(told: Mapping[str, object]) -> Iterator[Problem]:
    yield from _absent("ldap", "ldap3")
    yield from _missing("ldap", told, ("server", "base"))
    if not str(told.get("server", "")).startswith("ldaps://") and not told.get("start_tls"):
        hint = "请写 ldaps:// 的地址，或 start_tls = true。"
        yield Problem("ACC-030", "目录的连接没有加密，密码会被人看到。", Place(file=FILE), hint)
    if "{name}" not in str(told.get("filter", "{name}")):
        yield Problem("ACC-030", "ldap.filter 里没有 {name}，找不到人。", Place(file=FILE), "例如 (uid={name})。")
