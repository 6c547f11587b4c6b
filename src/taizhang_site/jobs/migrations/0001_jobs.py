"""Makes the table of jobs."""

from __future__ import annotations

from django.db import migrations, models

from taizhang_site.jobs.models import new_token


class Migration(migrations.Migration):
    """Long work in the background."""

    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                ("token", models.CharField(default=new_token, max_length=32, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=30)),
                ("subject", models.CharField(default="", max_length=200)),
                ("by", models.CharField(max_length=60)),
                ("args", models.JSONField(default=dict)),
                ("upload", models.CharField(default="", max_length=32)),
                ("state", models.CharField(default="waiting", max_length=10)),
                ("stage", models.CharField(default="", max_length=80)),
                ("done", models.BigIntegerField(default=0)),
                ("total", models.BigIntegerField(default=0)),
                ("worker", models.CharField(default="", max_length=40)),
                ("beat", models.DateTimeField(null=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("calls_off", models.BooleanField(default=False)),
                ("asked_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("told", models.JSONField(default=dict)),
                ("file", models.CharField(default="", max_length=255)),
                ("problems", models.JSONField(default=list)),
                ("posts", models.JSONField(default=list)),
                ("seen", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "asked_at"], name="job_state"),
                    models.Index(fields=["by", "asked_at"], name="job_by"),
                ],
            },
        ),
    ]
