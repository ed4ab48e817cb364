"""Mail as a mailbox gets it, through a real SMTP server."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from parks.adapters import embedded, mailer
from parks.kernel.errors import Unavailable
from parks.settings import Settings


@pytest.fixture
def mailbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    port = embedded.free_port()
    sink = subprocess.Popen([sys.executable, "-m", "parks.adapters.mail_sink", str(port), str(tmp_path)])
    monkeypatch.setattr(mailer, "settings", lambda: Settings(smtp_port=port, mail_from="园创 <parks@park.example>"))
    for _attempt in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield tmp_path
    sink.send_signal(signal.SIGTERM)
    assert sink.wait(10) == 0


def _kept(mailbox: Path) -> EmailMessage:
    """The one message that arrived."""
    (path,) = mailbox.glob("*.eml")
    return message_from_bytes(path.read_bytes(), policy=policy.default)


async def test_a_message_arrives_whole_in_both_scripts_and_under_a_steady_id(db: None, mailbox: Path) -> None:
    await mailer.send(
        "chen@example.com",
        "您的申报已受理\nBcc: x@example.com",
        "您好，陈敏：\n\n已受理。",
        message_id="42",
        to_name="陈敏",
    )
    message = _kept(mailbox)
    assert message["To"] == "陈敏 <chen@example.com>"
    assert message["From"] == "园创 <parks@park.example>"
    assert message["Subject"] == "您的申报已受理 Bcc: x@example.com"
    assert message["Message-ID"] == "<42@park.example>"
    assert message["Bcc"] is None
    body = message.get_body()
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == "您好，陈敏：\n\n已受理。\n"


async def test_a_mail_server_that_is_away_is_told_so_that_the_job_is_tried_again(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailer, "settings", lambda: Settings(smtp_port=embedded.free_port()))
    with pytest.raises(Unavailable):
        await mailer.send("chen@example.com", "x", "y")
