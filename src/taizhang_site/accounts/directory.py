"""A person's password, checked by the directory: found by a filter, then bound as. The password is never kept."""

from __future__ import annotations

import logging
import ssl
import warnings
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from taizhang_site.accounts.elsewhere import Directory

log = logging.getLogger("django")
# Seconds. Chosen: a directory that answers at all answers sooner, and somebody waits at the entrance.
PATIENCE = 8


class Unreachable(Exception):
    """The directory did not answer, or not as a directory does."""


def library() -> Any:
    """ldap3, which still uses names that pyasn1 has left behind and would say so each time."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import ldap3
        import ldap3.core.exceptions
        import ldap3.utils.conv
    return ldap3


def connection(directory: Directory, user: str, password: str) -> Any:
    """A connection bound as the user, None when the directory refuses him; encrypted before a word is said."""
    ldap3 = library()
    host = urlsplit(directory.server).hostname
    tls = ldap3.Tls(validate=ssl.CERT_REQUIRED, ca_certs_file=directory.ca or None, sni=host)
    server = ldap3.Server(directory.server, tls=tls, connect_timeout=PATIENCE, get_info=ldap3.NONE)
    bound = ldap3.Connection(
        server,
        user=user or None,
        password=password or None,
        receive_timeout=PATIENCE,
        read_only=True,
        authentication=ldap3.SIMPLE if user else ldap3.ANONYMOUS,
        raise_exceptions=False,
    )
    if directory.start_tls and not bound.start_tls():
        raise Unreachable("StartTLS refused")
    return bound if bound.bind() else None


Connect = Callable[[Directory, str, str], Any]


def vouches(directory: Directory, name: str, password: str, connect: Connect | None = None) -> bool:
    """Whether the directory knows exactly one person of that name and takes the password for his.

    An empty password is refused here: a directory takes it for nobody and agrees. Raises Unreachable.
    """
    if not password or not name:
        return False
    ldap3 = library()
    connect = connect or connection
    try:
        own = connect(directory, directory.bind, directory.password)
        if own is None:
            raise Unreachable("the site itself is refused")
        try:
            own.search(
                directory.base,
                directory.filter.format(name=ldap3.utils.conv.escape_filter_chars(name)),
                attributes=[],
                size_limit=2,
            )
            found = [one["dn"] for one in own.response or () if one.get("type", "searchResEntry") == "searchResEntry"]
        finally:
            own.unbind()
        if len(found) != 1:
            return False
        theirs = connect(directory, found[0], password)
        if theirs is not None:
            theirs.unbind()
        return theirs is not None
    except (ldap3.core.exceptions.LDAPException, OSError) as error:
        log.error("directory: %s", type(error).__name__)
        raise Unreachable(type(error).__name__) from error
