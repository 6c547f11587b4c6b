"""Says which identity elsewhere is whose."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the identity at the provider or in the directory."""

    dependencies = [("accounts", "0004_chain")]
    operations = [
        migrations.AddField("Account", "outside", models.CharField(blank=True, default="", max_length=200)),
        migrations.AddConstraint(
            "Account",
            models.UniqueConstraint(condition=~models.Q(outside=""), fields=["outside"], name="outside_once"),
        ),
    ]
