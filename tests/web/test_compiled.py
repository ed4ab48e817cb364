"""Compiled templates wait for the next start, and never for a start that would fold in something else."""

from pathlib import Path

import pytest
from jinja2 import DictLoader, FileSystemBytecodeCache

from parks.web.folding import FoldingEnvironment, fingerprint


def _environment(folder: Path, said: str) -> FoldingEnvironment:
    return FoldingEnvironment(
        fold={"_": lambda text: {"Save": said}[text]},
        sentence=lambda text: text,
        loader=DictLoader({"one.html": "<b>{{ _('Save') }}</b>"}),
        autoescape=True,
        bytecode_cache=FileSystemBytecodeCache(str(folder), f"{fingerprint({'Save': said})}-%s.cache"),
    )


def test_a_second_start_compiles_nothing_and_a_changed_word_is_compiled_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _environment(tmp_path, "保存").get_template("one.html").render() == "<b>保存</b>"
    with monkeypatch.context() as closed:
        closed.setattr(FoldingEnvironment, "compile", lambda *_given, **_named: pytest.fail("compiled again"))
        assert _environment(tmp_path, "保存").get_template("one.html").render() == "<b>保存</b>"
    assert _environment(tmp_path, "留存").get_template("one.html").render() == "<b>留存</b>"
