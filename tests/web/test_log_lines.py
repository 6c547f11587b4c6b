"""One event, one line of JSON, and nothing in it that somebody typed."""

from __future__ import annotations

import json
import logging
import sys

import pytest
from django.conf import settings
from django.test import RequestFactory
from django.urls import resolve

from taizhang_site.rendering.failures import report_fault
from taizhang_site.rendering.log_lines import JsonLine

NEEDLE = "针线人反映围墙倒塌"
HOSTILE = [
    NEEDLE,
    f"{NEEDLE}\n2026-01-01 ERROR forged line",
    f"\x1b[31m{NEEDLE}\x1b[0m",
    f"a\r\nb{NEEDLE}",
    f"\u2028{NEEDLE}\u2029",
    f"\x00{NEEDLE}\x08\x7f",
    "%s%s%n",
    '"}\n{"event":"forged"',
    f"\u202e{NEEDLE}",
    "needle 1234567890abcdef typed in plain letters",
]


def told(message: str, *args: object, **more: object) -> dict[str, object]:
    """The event as it is written, held to be one line."""
    try:
        raise ValueError(f"{NEEDLE}{args}")
    except ValueError:
        record = logging.LogRecord("django.request", 40, __file__, 1, message, args, sys.exc_info())
    record.__dict__.update(more)
    line = JsonLine().format(record)
    assert len(line.splitlines()) == 1
    assert line.isascii()
    assert line.isprintable()
    read = json.loads(line)
    assert isinstance(read, dict)
    return read


@pytest.mark.parametrize("typed", HOSTILE)
def test_nothing_typed_stands_in_an_event_and_an_event_is_one_line(typed: str) -> None:
    for said in (told("Internal Server Error: %s", typed), told("%s: %s", "kind", typed)):
        assert NEEDLE not in json.dumps(said, ensure_ascii=False)
        assert "1234567890abcdef" not in json.dumps(said)
        assert "values" not in said
    assert told(typed)["event"] in ("(not a template)", typed)
    assert NEEDLE not in str(told(typed)["event"])


def test_an_event_says_when_where_and_what_of_ours() -> None:
    request = RequestFactory().get(f"/matter/x?q={NEEDLE}")
    request.resolver_match = resolve("/matter/x")
    said = told("failure %s", "0123abcd", request=request, status_code=500)
    assert (said["event"], said["values"], said["page"], said["status"]) == ("failure %s", ["0123abcd"], "matter", 500)
    assert said["exception"] == "ValueError"
    assert str(said["at"]).endswith("+00:00")
    assert [str(one).rpartition(" ")[2] for one in said["places"]] == ["told"]  # type: ignore[attr-defined]


def test_the_site_writes_its_events_that_way(capsys: pytest.CaptureFixture[str]) -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLine())
    logger = logging.getLogger("django")
    logger.addHandler(handler)
    try:
        report_fault(RequestFactory().get(f"/{NEEDLE}", headers={"user-agent": NEEDLE}))
    finally:
        logger.removeHandler(handler)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines() if line.startswith("{")]
    assert [one["event"] for one in lines][:1] == ["failure %s"]
    assert settings.LOGGING["handlers"]["console"]["formatter"] == "line"
