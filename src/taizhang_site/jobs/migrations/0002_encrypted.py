"""What jobs were asked and told is kept encrypted."""

from __future__ import annotations

from typing import Any

from django.db import migrations

import taizhang_site.accounts.encrypted


def encrypt(apps: Any, schema: Any) -> None:
    """Writes what is there once more, encrypted."""
    for one in apps.get_model("jobs", "Job").objects.all().iterator():
        one.save(update_fields=["args", "told", "problems", "subject", "file"])


class Migration(migrations.Migration):
    dependencies: list[tuple[str, str]] = [("jobs", "0001_jobs")]
    operations = [
        migrations.AlterField("job", "args", taizhang_site.accounts.encrypted.EncryptedJson(default=dict)),
        migrations.AlterField("job", "told", taizhang_site.accounts.encrypted.EncryptedJson(default=dict)),
        migrations.AlterField("job", "problems", taizhang_site.accounts.encrypted.EncryptedJson(default=list)),
        migrations.AlterField("job", "subject", taizhang_site.accounts.encrypted.EncryptedText(default="")),
        migrations.AlterField("job", "file", taizhang_site.accounts.encrypted.EncryptedText(default="")),
        migrations.RunPython(encrypt, migrations.RunPython.noop),
    ]
