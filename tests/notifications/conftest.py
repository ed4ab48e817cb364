"""A real mail server that keeps what it gets. Parks is imported inside: settings are read once, and not so early."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def mailbox(house: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    from tests.make.notifications import Mailbox

    from parks.adapters import embedded, mailer
    from parks.settings import Settings

    made = Mailbox(tmp_path, embedded.free_port())
    monkeypatch.setattr(mailer, "settings", lambda: Settings(smtp_port=made.port, mail_from="parks@park.example"))
    made.start()
    yield made
    made.stop()
