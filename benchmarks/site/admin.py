"""Django's admin over the site's own table of heads, to stand beside it: ``python -m benchmarks.site.admin``.

An unmanaged model on ``listed``, with the columns, filters, order, search and page length of the site's list, served
by the same server with as many threads. The admin knows nobody's sight: its users see every row.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import django
from django.conf import settings
from django.urls import path

THREADS = 8
STATES = ("registered", "approved", "assigned", "in_progress", "reported", "in_review", "struck_off")
LAMPS = ("red", "yellow", "blue", "green", "grey")


class Router:
    """Heads lie in the journal's database, accounts and sessions in the admin's own."""

    def db_for_read(self, model: type, **hints: object) -> str:
        """The database of a model."""
        return "journal" if model.__name__ == "Listed" else "default"

    db_for_write = db_for_read


def configure(home: Path, database: str) -> None:
    """Sets Django up for an admin over the journal in ``home`` or in PostgreSQL at ``database``."""
    own = {"ENGINE": "django.db.backends.sqlite3", "NAME": home / "admin.sqlite"}
    settings.configure(
        SECRET_KEY="benchmark" * 5,
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        USE_TZ=True,
        STATIC_URL="/static/",
        INSTALLED_APPS=[
            "django.contrib.admin",
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.messages",
            "django.contrib.sessions",
            "django.contrib.staticfiles",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        DATABASES={
            "default": own,
            "journal": reached(database) if database else {**own, "NAME": home / "journal.sqlite"},
        },
        DATABASE_ROUTERS=[Router()],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        LANGUAGE_CODE="zh-hans",
    )
    django.setup()


def reached(database: str) -> dict[str, object]:
    """Django's words for an address of PostgreSQL; connections are kept, as the site keeps its own."""
    parts = urlsplit(database)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": parts.username or "",
        "PASSWORD": parts.password or "",
        "HOST": parts.hostname or parse_qs(parts.query).get("host", [""])[0],
        "PORT": parts.port or "",
        "CONN_MAX_AGE": None,
        "OPTIONS": {"options": "-c search_path=journal"},
    }


def register() -> None:
    """The model and its listing."""
    from django.contrib import admin
    from django.db import models

    def text(choices: tuple[str, ...] = ()) -> models.Field[str, str]:
        return models.TextField(choices=[(one, one) for one in choices] or None)

    fields = {name: text() for name in ("matter", "number", "unit", "title", "opened", "due")}
    fields |= {"ledger": text(("hazard",)), "state": text(STATES), "lamp": text(LAMPS)}
    meta = type("Meta", (), {"app_label": "admin", "managed": False, "db_table": "listed"})
    body = {"__module__": __name__, "Meta": meta, "live": models.IntegerField(choices=[(0, "0"), (1, "1")]), **fields}
    listed = type("Listed", (models.Model,), body)
    shown = {
        "list_display": ("number", "title", "unit", "state", "opened", "due", "lamp"),
        "list_per_page": 50,
        "list_filter": ("ledger", "live", "state", "lamp"),
        "search_fields": ("number", "title"),
        "ordering": ("-opened",),
    }
    admin.site.register(listed, type("ListedAdmin", (admin.ModelAdmin,), shown))


def urls() -> list[object]:
    """The admin at /admin/, and an address that answers at once."""
    from django.contrib import admin
    from django.http import HttpResponse

    return [path("admin/", admin.site.urls), path("health", lambda request: HttpResponse("ok"))]


def main() -> None:
    """Serves until stopped; accounts are made before."""
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--home", type=Path, required=True)
    wanted.add_argument("--database", default="")
    wanted.add_argument("--port", type=int, required=True)
    wanted.add_argument("--users", type=int, default=50)
    wanted.add_argument("--password", required=True)
    chosen = wanted.parse_args()
    sys.modules["benchmarks.site.admin"] = sys.modules["__main__"]
    configure(chosen.home, chosen.database)
    register()
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application
    from waitress import serve

    call_command("migrate", verbosity=0, interactive=False)
    for n in range(chosen.users):
        if not User.objects.filter(username=f"用户{n}").exists():
            User.objects.create_superuser(f"用户{n}", password=chosen.password)
    sys.modules["__main__"].urlpatterns = urls()  # type: ignore[attr-defined]
    serve(get_wsgi_application(), host="127.0.0.1", port=chosen.port, threads=THREADS, ident=None)


if __name__ == "__main__":
    main()
