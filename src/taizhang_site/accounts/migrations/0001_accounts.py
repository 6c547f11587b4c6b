"""Makes the tables of accounts and uploads."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """The first schema."""

    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("name", models.CharField(max_length=60, unique=True)),
                ("active", models.BooleanField(default=True)),
                ("must_change", models.BooleanField(default=True)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("failed_at", models.FloatField(default=0)),
                ("totp", models.CharField(blank=True, default="", max_length=64)),
                ("totp_step", models.BigIntegerField(default=0)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=255)),
                ("kind", models.CharField(max_length=20)),
                ("size", models.BigIntegerField()),
                ("by", models.CharField(max_length=60)),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={"indexes": [models.Index(fields=["digest"], name="upload_digest")]},
        ),
    ]
