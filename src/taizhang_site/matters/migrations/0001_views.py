"""Makes the table of saved views."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """The first schema."""

    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("owner", models.CharField(max_length=60)),
                ("unit", models.CharField(blank=True, default="", max_length=100)),
                ("ledger", models.CharField(blank=True, default="", max_length=40)),
                ("name", models.CharField(max_length=30)),
                ("address", models.CharField(max_length=2000)),
                ("usual", models.BooleanField(default=False)),
                ("place", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("owner", "ledger", "name"), name="view_name")],
                "indexes": [models.Index(fields=["unit"], name="view_unit")],
            },
        ),
    ]
