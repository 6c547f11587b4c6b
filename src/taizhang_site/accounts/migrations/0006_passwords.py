"""Passwords that came before the present one, and since when a one-time password stands."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns of an account."""

    dependencies = [("accounts", "0005_outside")]
    operations = [
        migrations.AddField("account", "earlier", models.TextField(blank=True, default="")),
        migrations.AddField("account", "given_at", models.FloatField(default=0)),
    ]
