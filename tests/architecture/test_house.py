"""What the import linter cannot say about the house (docs/architecture.md §2)."""

import ast
import importlib
import importlib.util
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from piccolo.apps.migrations.commands.new import AutoMigrationManager
from piccolo.conf.apps import AppConfig

from parks import paths
from parks.app import create_app
from parks.piccolo_conf import APPS
from parks.web.access import Access

FRAGMENTS = sorted(paths.TEMPLATES.rglob("_*.html"))
TEMPLATES = sorted(path for path in paths.TEMPLATES.rglob("*") if path.suffix in {".html", ".txt", ".typ"})
TESTS = sorted(path for path in (paths.ROOT / "tests").rglob("*.py"))
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


def test_every_route_declares_who_may_call_it() -> None:
    open_doors = []
    for route in create_app().routes:
        for handler in getattr(route, "route_handlers", [getattr(route, "route_handler", None)]):
            if handler is None or handler.fn.__name__ == "options_handler":
                continue
            access = handler.opt.get("access")
            if not isinstance(access, Access):
                open_doors.append(f"{route.path} {handler}")
            elif access.public:
                assert access.why, f"{route.path} is public and does not say why"
    assert open_doors == []


class _Roots(HTMLParser):
    """Counts the elements at the top, and their ids."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.roots: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.depth == 0:
            self.roots.append(dict(attrs).get("id"))
        if tag not in VOID:
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.depth -= 1


@pytest.mark.parametrize("path", FRAGMENTS, ids=[str(path.relative_to(paths.TEMPLATES)) for path in FRAGMENTS])
def test_a_fragment_has_one_root_with_an_id(path: Path) -> None:
    text = re.sub(r"{#.*?#}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"{%-?\s*macro .*?endmacro\s*-?%}", "", text, flags=re.DOTALL)
    text = re.sub(r"{%.*?%}", "", text, flags=re.DOTALL)
    if not text.strip():
        return  # macros alone: imported by pages, never sent
    text = re.sub(r"{{.*?}}", "x", text, flags=re.DOTALL)
    parser = _Roots()
    parser.feed(text)
    assert len(parser.roots) == 1
    assert parser.roots[0]


def test_no_template_holds_text_whose_spaces_are_read() -> None:
    """Their indentation is dropped when they are compiled (web/folding.py)."""
    for path in paths.TEMPLATES.rglob("*.html"):
        text = re.sub(r"{[{%].*?[%}]}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert "<pre" not in text, path
        inside = re.findall(r"<textarea\b[^>]*>(.*?)</textarea>", text, re.DOTALL)
        assert set(inside) <= {"", "\n"}, path  # browsers drop the first line break, which keeps the value's own


def test_every_template_is_used() -> None:
    said = "\n".join(
        path.read_text(encoding="utf-8") for path in [*TEMPLATES, *paths.PACKAGE.rglob("*.py")] if path.is_file()
    )
    unused = [name for path in TEMPLATES if not _is_named(name := str(path.relative_to(paths.TEMPLATES)), path, said)]
    assert unused == []


def _is_named(name: str, path: Path, said: str) -> bool:
    """E-mails and letters are named without folder or ending: `tell(…, "identity/confirm", …)`."""
    short = str(Path(*path.relative_to(paths.TEMPLATES).parts[1:]).with_suffix(""))
    return f'"{name}"' in said or (path.suffix in {".txt", ".typ"} and f'"{short}"' in said) or f'"{path.name}"' in said


@pytest.mark.parametrize("app", APPS)
async def test_no_migration_is_missing(app: str) -> None:
    config: AppConfig = importlib.import_module(app).APP_CONFIG
    if not config.table_classes:
        return
    missing = await AutoMigrationManager().get_alter_statements(app_config=config)
    assert [line for statements in missing for line in statements.statements] == []


def _imports(path: Path) -> Iterator[tuple[str, str]]:
    """(module, name) of every import; name is empty for `import module`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)


def test_only_tables_name_another_contexts_table() -> None:
    trespassers = []
    for path in paths.PACKAGE.rglob("*.py"):
        own = path.relative_to(paths.PACKAGE).parts[0]
        room = path.relative_to(paths.PACKAGE).parts[1:2]
        for module, name in _imports(path):
            found = re.fullmatch(r"parks\.(\w+)\.tables(\.\w+)?", module) or (
                name == "tables" and re.fullmatch(r"parks\.(\w+)", module)
            )
            if found and found[1] != own and room[:1] not in {("tables.py",), ("tables",)}:
                trespassers.append(f"{path.relative_to(paths.PACKAGE)} → {module}")
    assert trespassers == []


def test_python_jose_stays_behind_its_wall_and_ecdsa_out_of_the_house() -> None:
    jose = {
        str(path.relative_to(paths.PACKAGE))
        for path in paths.PACKAGE.rglob("*.py")
        for module, _name in _imports(path)
        if module.split(".")[0] == "jose"
    }
    assert jose == {"adapters/tokens.py"}
    assert importlib.util.find_spec("ecdsa") is None


def test_every_function_in_a_test_file_is_a_test_a_fixture_or_used() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in TESTS}
    named = Counter(word for text in texts.values() for word in re.findall(r"\w+", text))
    idle = []
    for path, text in texts.items():
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or node.name.startswith("test_"):
                continue
            special = node.name.startswith(("__", "pytest_", "handle_")) or node.decorator_list
            if not special and named[node.name] < 2:
                idle.append(f"{path.relative_to(paths.ROOT)}: {node.name}")
    assert idle == []
