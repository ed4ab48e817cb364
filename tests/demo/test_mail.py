"""The demo's mail: read by everyone in the demo, by nobody outside it; links lead on, markup stays text."""

from email.message import EmailMessage
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from parks.adapters.ids import uuid7
from parks.demo.pages import mail as pages
from parks.settings import Settings


def _keep(folder: Path, subject: str, to: str, text: str) -> str:
    mail = EmailMessage()
    mail["Subject"], mail["To"], mail["Date"] = subject, to, "Sun, 22 Nov 2026 16:00:00 +0800"
    mail.set_content(text)
    name = str(uuid7())
    (folder / f"{name}.eml").write_bytes(mail.as_bytes())
    return name


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    told = Settings(demo=True, demo_mail_folder=tmp_path, base_url="https://parks.test")
    monkeypatch.setattr(pages, "settings", lambda: told)
    return tmp_path


async def test_mails_are_listed_newest_first_and_found_by_address(
    db: None, client: httpx.AsyncClient, folder: Path
) -> None:
    _keep(folder, "第一封", "lin@example.com", "x")
    _keep(folder, "第二封", "he@example.com", "x")
    page = (await client.get("/demo/mail")).text
    assert page.index("第二封") < page.index("第一封")
    found = (await client.get("/demo/mail", params={"to": "LIN@"})).text
    assert "第一封" in found
    assert "第二封" not in found


async def test_links_of_ours_lead_on_others_and_markup_stay_text(
    db: None, client: httpx.AsyncClient, folder: Path
) -> None:
    text = (
        "您好：\nhttps://parks.test/confirmation?code=a&b\nhttps://parks.test.evil.example/x\n<script>alert(1)</script>"
    )
    name = _keep(folder, "<b>确认</b>", "lin@example.com", text)
    page = (await client.get(f"/demo/mail/{name}")).text
    assert '<a href="https://parks.test/confirmation?code=a&amp;b">' in page
    assert 'href="https://parks.test.evil' not in page
    assert "<script>alert" not in page
    assert "<b>确认" not in page
    assert (await client.get(f"/demo/mail/{uuid4()}")).status_code == 404


async def test_an_empty_folder_says_what_to_do(db: None, client: httpx.AsyncClient, folder: Path) -> None:
    assert "还没有邮件" in (await client.get("/demo/mail")).text


async def test_outside_the_demo_there_is_nothing(
    db: None, client: httpx.AsyncClient, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = _keep(folder, "canary", "lin@example.com", "canary")
    for told in (Settings(demo=False, demo_mail_folder=folder), Settings(demo=True)):
        monkeypatch.setattr(pages, "settings", lambda told=told: told)
        for page in ("/demo/mail", f"/demo/mail/{name}"):
            answer = await client.get(page)
            assert answer.status_code == 404
            assert "canary" not in answer.text
