"""Django's settings, all derived from the site's folder; nothing to edit by hand.

Environment: TAIZHANG_HOME (the folder), TAIZHANG_SITE_DATABASE (address of a PostgreSQL for Django's tables), TAIZHANG_HTTPS=1 behind a server that speaks HTTPS, TAIZHANG_PROXIES (how
many proxies stand in front and tell the browser's address), TAIZHANG_HOSTS
(names the site answers to, separated by commas).
"""

from __future__ import annotations

import os
import secrets
import socket
from pathlib import Path

HOME = Path(os.environ.get("TAIZHANG_HOME", "site")).resolve()
HTTPS = os.environ.get("TAIZHANG_HTTPS") == "1"
# None unless it is said.
PROXIES = int(os.environ.get("TAIZHANG_PROXIES") or 0)
PACKAGE = Path(__file__).resolve().parent


def _secret() -> str:
    """The key that signs sessions, made once and readable by the owner alone."""
    path = HOME / "secret-key"
    if not path.exists():
        handle = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as write:
            write.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii").strip()


SECRET_KEY = _secret()
DEBUG = False
# A name nobody told of is refused: it may be another site's that points here to read answers (DNS rebinding).
ALLOWED_HOSTS = [name.strip() for name in os.environ.get("TAIZHANG_HOSTS", "").split(",") if name.strip()] or [
    "localhost",
    "127.0.0.1",
    "[::1]",
    socket.gethostname(),
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.staticfiles",
    "django_htmx",
    "taizhang_site.accounts",
    "taizhang_site.matters",
    "taizhang_site.jobs",
    "taizhang_site.notices",
    "taizhang_site.rendering",
]
MIDDLEWARE = [
    "taizhang_site.headers.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "taizhang_site.rendering.language.LanguageMiddleware",
    "taizhang_site.gatekeeper.Gatekeeper",
    "taizhang_site.rendering.sheets.Sheets",
    "taizhang_site.rendering.tokens.Tokens",
]
ROOT_URLCONF = "taizhang_site.urls"
WSGI_APPLICATION = "taizhang_site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "taizhang_site.rendering.surroundings.surroundings",
            ],
            "builtins": ["taizhang_site.rendering.templatetags.taizhang", "django.templatetags.static"],
        },
    }
]


def _database() -> dict[str, object]:
    """Where Django's own tables are: a file in the folder, or a PostgreSQL that several machines reach."""
    address = os.environ.get("TAIZHANG_SITE_DATABASE", "")
    if not address:
        pragmas = "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;PRAGMA secure_delete=ON;"
        options = {"transaction_mode": "IMMEDIATE", "init_command": pragmas}
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": HOME / "site.sqlite", "OPTIONS": options}
    from psycopg.conninfo import conninfo_to_dict

    told: dict[str, object] = dict(conninfo_to_dict(address))
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    given = {name: str(told.pop(key, "") or "") for name, key in names.items()}
    return {"ENGINE": "django.db.backends.postgresql", **given, "OPTIONS": told, "CONN_MAX_AGE": 60}


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, object]] = []
LOGIN_URL = "login"

SESSION_ENGINE = "taizhang_site.accounts.sessions"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
# Seconds: twelve hours, one working day with its evening.
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# In a cookie of its own: a visitor who only looks at the entrance leaves no row in the table of sessions.
CSRF_COOKIE_NAME = "__Host-form" if HTTPS else "form"
CSRF_COOKIE_AGE = None
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "taizhang_site.rendering.failures.refuse_expired_form"
SECURE_CONTENT_TYPE_NOSNIFF = True
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
WHITENOISE_USE_FINDERS = True
# Bytes of a form without its files: a report's text many times over.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A table of a hundred rows and thirty fields to be typed in.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000
# Bytes beyond which Django writes a file to the disk as it comes.
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
USE_I18N = False
# version 1 is the only one ``logging.config`` knows.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "taizhang_site.rendering.log_lines.JsonLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"django": {"handlers": ["console"], "level": "ERROR"}},
}
