"""Log events: one JSON object a line, codes and places alone; nothing a person typed and no content of a matter.

What an event says is the template its program wrote, never what the template was filled with, save numbers and our own
failure numbers; of an exception its kind and where it was raised, never its message (OWASP ASVS 5.0, V16).
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from pathlib import Path

_OURS = re.compile(r"[0-9a-f]{8}|[A-Z]{3}-\d{3}|[A-Za-z_]{1,40}(Error|Exception|Refusal)")
"""Values that are ours: failure numbers, problem codes, kinds of exceptions."""
_TEMPLATE = re.compile(r"[\x20-\x7e]{0,200}")
# Chosen: enough to see which call of ours led there.
MOST_FRAMES = 20


class JsonLine(logging.Formatter):
    """An event as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Time in UTC, level, logger, the event's template, values that are ours, the page and the exception's places."""
        told: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "event": _template(record.msg),
        }
        if values := [one for one in _values(record) if isinstance(one, int) or _OURS.fullmatch(str(one))]:
            told["values"] = values
        if status := getattr(record, "status_code", None):
            told["status"] = int(status)
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        if match is not None:
            told["page"] = str(match.view_name)
        if record.exc_info and record.exc_info[0]:
            told["exception"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])[-MOST_FRAMES:]
            told["places"] = [f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in frames]
        return json.dumps(told)


def _template(message: object) -> str:
    """The template when it is one line of plain letters, as programs write them; else that it was not."""
    return message if isinstance(message, str) and _TEMPLATE.fullmatch(message) else "(not a template)"


def _values(record: logging.LogRecord) -> tuple[object, ...]:
    return record.args if isinstance(record.args, tuple) else ()
