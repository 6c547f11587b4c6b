"""Makes the table of accesses."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds what leaves no entry in the journal."""

    dependencies = [("accounts", "0001_accounts")]
    operations = [
        migrations.CreateModel(
            name="Access",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True, db_index=True)),
                ("who", models.CharField(max_length=60)),
                ("what", models.CharField(max_length=20)),
                ("place", models.CharField(max_length=200)),
                ("address", models.CharField(default="", max_length=45)),
            ],
        ),
    ]
