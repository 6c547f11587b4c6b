"""Makes the tables of sessions kept by digest, passkeys and recovery codes; older sessions end."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def _own() -> models.BigAutoField:
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def _owner(name: str) -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE, related_name=name, to=settings.AUTH_USER_MODEL
    )


class Migration(migrations.Migration):
    """Adds what a second factor needs."""

    dependencies = [("accounts", "0002_access")]
    operations = [
        migrations.CreateModel(
            name="BrowserSession",
            fields=[
                (
                    "session_key",
                    models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key"),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("account", models.BigIntegerField(db_index=True, null=True)),
                ("device", models.CharField(default="", max_length=60)),
                ("address", models.CharField(default="", max_length=45)),
                ("since", models.BigIntegerField(default=0)),
                ("used", models.BigIntegerField(default=0)),
            ],
            options={"verbose_name": "session", "verbose_name_plural": "sessions", "abstract": False},
        ),
        migrations.CreateModel(
            name="Passkey",
            fields=[
                ("id", _own()),
                ("name", models.CharField(max_length=60)),
                ("key", models.CharField(max_length=64, unique=True)),
                ("data", models.BinaryField()),
                ("relying", models.CharField(max_length=253)),
                ("count", models.BigIntegerField(default=0)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("used_at", models.DateTimeField(null=True)),
                ("account", _owner("passkeys")),
            ],
        ),
        migrations.CreateModel(
            name="RecoveryCode",
            fields=[("id", _own()), ("digest", models.CharField(max_length=64)), ("account", _owner("recovery"))],
            options={
                "constraints": [models.UniqueConstraint(fields=("account", "digest"), name="recovery_once")],
            },
        ),
        migrations.RunSQL("DROP TABLE IF EXISTS django_session", migrations.RunSQL.noop),
    ]
