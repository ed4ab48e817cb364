"""`parks found`: how an empty installation gets its first administrator."""

import os
import subprocess
import sys

from parks.adapters import database

BEGIN = ["found", "--zh", "人力资源社会保障部", "--en", "Ministry", "--email", "admin@example.cn", "--name", "管理员"]


def _parks(*arguments: str) -> subprocess.CompletedProcess[str]:
    code = "import sys; from parks.cli import main; sys.exit(main(sys.argv[1:]))"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False, env=dict(os.environ)
    )


async def test_the_first_administrator_is_invited_once(db: None) -> None:
    first = _parks(*BEGIN)
    assert first.returncode == 0, first.stderr
    assert "admin@example.cn" in first.stdout
    again = _parks(*BEGIN)
    assert again.returncode == 1
    assert "There are organisations already" in again.stdout
    found = await database.rows(
        "SELECT p.email, a.role, o.path FROM appointment a JOIN person p ON p.id = a.person"
        " JOIN organisation o ON o.id = a.organisation"
    )
    assert [tuple(one) for one in found] == [("admin@example.cn", "system_admin", "/cn/")]
