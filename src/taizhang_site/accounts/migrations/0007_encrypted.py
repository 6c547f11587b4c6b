"""Second factors and names of files are kept encrypted."""

from __future__ import annotations

from typing import Any

from django.db import migrations

import taizhang_site.accounts.encrypted


def encrypt(apps: Any, schema: Any) -> None:
    """Writes what is there once more, encrypted."""
    for name, field in (("Account", "totp"), ("Upload", "name")):
        for one in apps.get_model("accounts", name).objects.exclude(**{field: ""}).iterator():
            one.save(update_fields=[field])


class Migration(migrations.Migration):
    dependencies: list[tuple[str, str]] = [("accounts", "0006_passwords")]
    operations = [
        migrations.AlterField(
            "account", "totp", taizhang_site.accounts.encrypted.EncryptedSecret(blank=True, default="")
        ),
        migrations.AlterField("upload", "name", taizhang_site.accounts.encrypted.EncryptedText()),
        migrations.RunPython(encrypt, migrations.RunPython.noop),
    ]
