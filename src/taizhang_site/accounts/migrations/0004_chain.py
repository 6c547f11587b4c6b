"""Chains the rows of the trail by digest, those that are there first, and counts attempts by address."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

from taizhang_site.accounts.chain import compute_seal


def seal_all(apps: Any, schema: Any) -> None:
    """Numbers and seals what was noted before there was a chain."""
    seal = ""
    for number, one in enumerate(apps.get_model("accounts", "Access").objects.order_by("pk").iterator(), 1):
        one.number, one.seal = number, compute_seal(seal, number, one)
        one.save(update_fields=["number", "seal"])
        seal = one.seal


class Migration(migrations.Migration):
    """Makes the trail tamper-evident."""

    dependencies = [("accounts", "0003_second_factor")]
    operations = [
        migrations.AlterField("Access", "at", models.DateTimeField(db_index=True)),
        migrations.AlterField("Access", "who", models.CharField(db_index=True, max_length=60)),
        migrations.AlterField("Access", "what", models.CharField(db_index=True, max_length=20)),
        migrations.AddField("Access", "number", models.BigIntegerField(null=True, unique=True)),
        migrations.AddField("Access", "seal", models.CharField(default="", max_length=64)),
        migrations.RunPython(seal_all, migrations.RunPython.noop),
        migrations.AlterField("Access", "number", models.BigIntegerField(unique=True)),
        migrations.AlterField("Access", "seal", models.CharField(max_length=64)),
        migrations.CreateModel(
            name="Attempts",
            fields=[
                ("key", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("since", models.BigIntegerField()),
                ("count", models.IntegerField(default=0)),
            ],
        ),
    ]
