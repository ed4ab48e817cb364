"""`parks assign` as somebody runs it: without settings or a database, and with bad files."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

LONG = "PARKS_INSTANCES" in os.environ


def run(*arguments: str | Path, **more: object) -> subprocess.CompletedProcess[str]:
    bare = {name: value for name, value in os.environ.items() if name in {"PATH", "PYTHONPATH", "HOME"}}
    command = [sys.executable, "-W", "error", "-m", "parks.cli", "assign", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=bare, timeout=120)


def table(folder: Path, text: str | bytes) -> Path:
    file = folder / "affinity.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def test_pairs_and_proof(tmp_path: Path) -> None:
    file, out = table(tmp_path, "\ufeff0.9,0.1,\r\n0.8,,0.3\r\n\r\n"), tmp_path / "pairs.csv"
    done = run("--affinity", file, "--demand", "1", "--max-load", "1", "--min-load", "0", "--out", out)
    assert done.returncode == 0, done.stderr
    assert out.read_text() == "proposal,expert\n0,0\n1,2\n"
    told = json.loads(done.stdout)
    assert told.pop("seconds") >= 0
    assert told == {"objective": 1.2, "worst": 0.3, "bound": 0.3, "proven": True, "floor": None}
    plain = run("--affinity", file, "--demand", "1", "--max-load", "2", "--floor", "none", "--out", out)
    assert json.loads(plain.stdout)["objective"] == pytest.approx(1.7)
    assert out.read_text() == "proposal,expert\n0,0\n1,0\n"


@pytest.mark.parametrize(
    ("text", "more", "code", "words"),
    [
        ("0.5,x\n", (), 2, "Line 1, cell 2 is not a number: x"),
        ("0.5,1\n0.5,nan\n", (), 2, "Line 2, cell 2 is not a number: nan"),
        ("0.5,-inf\n", (), 2, "Line 1, cell 2 is not a number"),
        ("0.5,1\n0.5\n", (), 2, "Line 2 has 1 cells, the first one 2"),
        ("0.5\n\n0.5\n", (), 2, "Line 2 is blank"),
        ("", (), 2, "The file is empty"),
        (b"\xff\xfe\x00", (), 2, "UTF-8"),
        (b"0.5,\x00\n", (), 2, "not a"),
        ("0.5\n", ("--demand", "0"), 2, "demand and max-load start at 1"),
        ("0.5\n", ("--min-load", "5"), 2, "min-load lies between"),
        ("0.5\n", ("--floor", "high"), 2, "A floor is auto, none or a number, not high"),
        ("0.5\n", ("--floor", "nan"), 2, "A floor is auto, none or a number, not nan"),
        ("0.5\n", ("--floor", "0.6"), 1, "No assignment gives every proposal 0.6: at best it is 0.5."),
        (",\n0.5,1\n", (), 1, "proposal 0 lacks 1 experts: too few are free of conflicts"),
        ("0.5\n" * 40, (), 1, "and 18 more."),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_a_code(
    tmp_path: Path, text: str | bytes, more: tuple[str, ...], code: int, words: str
) -> None:
    asked = ("--affinity", table(tmp_path, text), "--demand", "1", "--max-load", "2", "--out", tmp_path / "out.csv")
    done = run(*asked, *more)
    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out.csv").exists()


def test_files_that_are_not_there(tmp_path: Path) -> None:
    missing = run("--affinity", tmp_path / "no.csv", "--demand", "1", "--max-load", "1", "--out", tmp_path / "o.csv")
    assert (missing.returncode, "No such file" in missing.stderr) == (2, True)
    nowhere = tmp_path / "no" / "o.csv"
    unwritten = run("--affinity", table(tmp_path, "1\n"), "--demand", "1", "--max-load", "1", "--out", nowhere)
    assert (unwritten.returncode, unwritten.stdout, "Traceback" in unwritten.stderr) == (2, "", False)


@pytest.mark.skipif(not LONG, reason="the full size, measured on a quiet machine: PARKS_INSTANCES")
@pytest.mark.parametrize("floor", ["none", "auto"])
def test_911_proposals_and_2435_experts_in_five_seconds_and_512_megabytes(tmp_path: Path, floor: str) -> None:
    die = np.random.default_rng(5)
    affinity, conflict = die.random((911, 2435)), die.random((911, 2435)) < 0.01
    cells = [
        [("" if bar else repr(float(x))) for x, bar in zip(*both, strict=True)]
        for both in zip(affinity, conflict, strict=True)
    ]
    file, out = table(tmp_path, "\n".join(map(",".join, cells))), tmp_path / "pairs.csv"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = run("--affinity", file, "--demand", "3", "--max-load", "6", "--floor", floor, "--out", out)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = json.loads(done.stdout)
    pairs = [tuple(map(int, line.split(","))) for line in out.read_text().splitlines()[1:]]
    assert (len(pairs), told["proven"]) == (911 * 3, True)
    assert not any(conflict[pair] for pair in pairs)
    assert used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime < 5, "seconds of processor"
    assert used.ru_maxrss < 512 * 1024, "kilobytes at the peak"
