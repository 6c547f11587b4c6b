"""Makes the table of kept mappings."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds how workbooks were taken before."""

    dependencies = [("matters", "0001_views")]
    operations = [
        migrations.CreateModel(
            name="KeptMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("signature", models.CharField(max_length=32, unique=True)),
                ("sheet", models.CharField(max_length=100)),
                ("headings", models.TextField()),
                ("ledger", models.CharField(blank=True, default="", max_length=40)),
                ("columns", models.JSONField(default=dict)),
                ("skip", models.BooleanField(default=False)),
                ("by", models.CharField(max_length=60)),
                ("at", models.DateTimeField(auto_now=True)),
            ],
        ),
    ]
