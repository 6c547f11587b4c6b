"""Words of guarded matters brought in through pages lie in no file of the site, its own database included."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from taizhang.site.erasure import erasures
from taizhang_site.accounts.models import Account
from taizhang_site.house import site
from tests.security.needles import found
from tests.web.conftest import HOME
from tests.web.people import TOWN
from tests.web.test_mapping import form

SignIn = Callable[[str], Client]
HEADS = ("登记编号", "信访人代码", "信访渠道", "问题属地", "反映问题", "受理日期", "办理期限", "办理状态")
NEEDLE = "磔籰罅龏"


def book(path: Path) -> Path:
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet("信访")
        sheet.write_row(0, 0, HEADS)
        for row in range(1, 4):
            words = (f"XF-{NEEDLE}-{row}", f"X{row}{NEEDLE}", "来信", TOWN, f"{NEEDLE}第{row}件")
            sheet.write_row(row, 0, (*words, "2026-10-08", "2026-12-08", "办理中"))
    return path


def test_import_evidence_note_and_erasure_through_pages(signed_in: SignIn, tmp_path: Path) -> None:
    client = signed_in("赵督查")
    path = book(tmp_path / f"{NEEDLE}.xlsx")
    sent = SimpleUploadedFile(path.name, path.read_bytes())
    page = client.post("/import", {"files": sent}, follow=True).content.decode()
    assert "petition" in page or "信访事项登记" in page
    done = client.post("/import/apply", {**form(page), "do": "apply"}, follow=True)
    assert done.status_code == 200
    heads = [head for head in site().journal.heads("petition") if NEEDLE in head.number]
    assert len(heads) == 3
    matter = heads[0].matter
    assert NEEDLE in client.get(f"/matter/{matter}").content.decode()
    assert NEEDLE in client.get(f"/matters?ledger=petition&text={NEEDLE}").content.decode()
    paper = SimpleUploadedFile(f"{NEEDLE}.txt", f"说明：{NEEDLE}".encode())
    client.post(f"/matter/{matter}/report_progress", {"note": NEEDLE, "evidence": paper})
    site().compute([])
    assert found([HOME], [NEEDLE]) == []
    asked = {"do": "ask", "ledger": "petition", "number": heads[0].number, "reason": "来信人书面要求删除"}
    assert client.post("/erasures", asked, follow=True).status_code == 200
    (waiting,) = erasures(site())
    own = client.post("/erasures", {"do": "approve", "number": waiting.number, "checked": "yes"})
    assert "您的岗位不能做这一步" in own.content.decode()
    other = signed_in("安全员")
    assert waiting.number in other.get("/erasures").content.decode()
    assert other.post("/erasures", {"do": "approve", "number": waiting.number, "checked": "yes"}).status_code == 302
    assert "已销毁" in client.get(f"/matter/{matter}").content.decode()
    assert NEEDLE not in client.get(f"/matter/{matter}").content.decode()
    assert found([HOME], [NEEDLE]) == []


def test_a_second_factor_lies_encrypted_and_fits_no_code_without_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    account = Account.objects.create(name="有第二因素的", password="T7-abcde-fghij-kmnpq", totp=secret)
    assert Account.objects.get(pk=account.pk).totp == secret
    assert found([HOME], [secret]) == []
    with monkeypatch.context() as patch:
        patch.setattr(site().vault, "problem", object())
        locked = Account.objects.get(pk=account.pk)
        assert locked.totp
        assert locked.totp not in (secret, Account.objects.get(pk=account.pk).totp)
        locked.save()
    assert Account.objects.get(pk=account.pk).totp == secret


def test_the_form_refuses_a_name_where_a_code_belongs_as_the_import_does(signed_in: SignIn) -> None:
    typed = {
        "f-no": "XF-1",
        "f-code": "张三",
        "f-channel": "来信",
        "f-township": TOWN,
        "f-text": "围墙倒塌",
        "f-opened": "2026-10-08",
        "f-due": "2026-12-08",
    }
    answer = signed_in("赵督查").post("/matters/new/petition", typed)
    assert answer.status_code == 400
    assert "只填代码，这里像是姓名" in answer.content.decode()
    assert not site().journal.find("petition", "XF-1")
