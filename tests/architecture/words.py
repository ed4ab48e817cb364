"""Every sentence for people and its Chinese: `python -m tests.architecture.words` prints what is missing.

Sentences are the literal first arguments of `_()` in Python and in templates.
"""

import ast
import string
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from parks import paths

WORDS = paths.TEMPLATES / "words"


@dataclass
class Report:
    """All that is wrong, each as one line."""

    sentences: dict[str, str] = field(default_factory=dict)  # sentence → where it is first said
    missing: list[str] = field(default_factory=list)
    wrong_slots: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    not_literal: list[str] = field(default_factory=list)

    @property
    def problems(self) -> list[str]:
        return self.missing + self.wrong_slots + self.unused + self.doubled + self.not_literal


def in_python() -> Iterator[tuple[str | None, str]]:
    """(sentence, place); the sentence is None where `_()` is not given a literal."""
    for path in sorted(paths.PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_" and node.args:
                place = f"{path.relative_to(paths.PACKAGE)}:{node.lineno}"
                said = node.args[0]
                yield (said.value if isinstance(said, ast.Constant) and isinstance(said.value, str) else None, place)


def in_templates() -> Iterator[tuple[str | None, str]]:
    environment = Environment(trim_blocks=True, lstrip_blocks=True)  # noqa: S701 - nothing is rendered
    for path in sorted(paths.TEMPLATES.rglob("*")):
        if path.suffix not in {".html", ".txt"}:
            continue
        tree = environment.parse(path.read_text(encoding="utf-8"))
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "_" and call.args:
                said = call.args[0]
                place = f"{path.relative_to(paths.TEMPLATES)}:{call.lineno}"
                yield (said.value if isinstance(said, nodes.Const) and isinstance(said.value, str) else None, place)


def report() -> Report:
    found = Report()
    for sentence, place in [*in_python(), *in_templates()]:
        if sentence is None:
            found.not_literal.append(f"{place}: _() is not given a literal sentence")
        else:
            found.sentences.setdefault(sentence, place)
    translations = _translations()
    for sentence, place in found.sentences.items():
        chinese = translations.get(sentence, {})
        if not any(chinese.values()):
            found.missing.append(f"{place}: no Chinese for {sentence!r}")
        for file, text in chinese.items():
            if text and _slots(text) != _slots(sentence):
                found.wrong_slots.append(f"{file}: other slots than {sentence!r}: {text!r}")
    for sentence, chinese in translations.items():
        if sentence not in found.sentences:
            found.unused.append(f"{', '.join(chinese)}: nobody says {sentence!r}")
        if len(set(chinese.values())) > 1:
            found.doubled.append(f"{', '.join(chinese)}: different Chinese for {sentence!r}")
    return found


def _translations() -> dict[str, dict[str, str]]:
    """Sentence → the Chinese by the file that holds it."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for path in sorted(WORDS.glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="zh_Hans_CN", abort_invalid=True):
                if isinstance(message.id, str) and message.id:
                    found[message.id][path.name] = str(message.string or "")
    return found


def _slots(text: str) -> set[str]:
    return {name for _before, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


def main() -> int:
    found = report()
    chosen = sys.argv[1] if len(sys.argv) > 1 else ""
    told = [line for line in found.problems if chosen in line]
    for line in told:
        print(line)
    print(
        f"{len(found.sentences)} sentences: {len(found.missing)} missing, {len(found.wrong_slots)} with other slots,"
        f" {len(found.unused)} unused, {len(found.doubled)} doubled, {len(found.not_literal)} not literal"
    )
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
