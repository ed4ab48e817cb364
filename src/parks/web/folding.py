"""Templates with what never changes settled when they are compiled, and text escaped only where it needs it.

An environment speaks one language, so `_("Save")` is the same text on every page: such a call is replaced by what it
answers, and Jinja melts it into the plain text around it. A list page had 300 of these calls at each reading.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import Any

from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape
from markupsafe import _escape_inner as escaped_text  # type: ignore[attr-defined]  # `escape` without its wrapper

ASKED = "asked"
"""The mark of an attribute that may be missing: `one.hint | default("")`, `value.amount is defined`."""

_INDENT = re.compile(r"\n[ \t\n]+")


def put(value: Any) -> str:
    """What stands in the page for a value: markup as it is, everything else escaped.

    The same text as markupsafe's `escape`, which wraps each answer in a new `Markup`: what is put into a page is only
    joined (a fifth of a list page's time).
    """
    kind = type(value)
    if kind is str:
        return escaped_text(value)
    return value if kind is Markup else escape(value)


class _Generator(CodeGenerator):
    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.put(")
        else:
            super()._output_child_pre(node, frame, finalize)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja calls it by the node's name
        """`row.number` as Python says it. Jinja asks its environment, which tries attributes, then items; our views are
        frozen objects, so only a dict is worth the question (a tenth of a list page's time).
        """
        if not isinstance(node.node, nodes.Name) or node.node.name == "self" or getattr(node, ASKED, False):
            super().visit_Getattr(node, frame)
            return
        ref = frame.symbols.ref(node.node.name)
        self.write(f"({ref}.{node.attr} if {ref}.__class__ is not dict else environment.getattr({ref}, {node.attr!r}))")

    def visit_For(self, node: nodes.For, frame: Frame) -> None:  # noqa: N802 - Jinja calls it by the node's name
        """A loop is drawn into a list and handed on whole: each of its pieces would pass through the generators of the
        layout, the block and the include one after the other.
        """
        if frame.buffer is not None or node.recursive:
            super().visit_For(node, frame)
            return
        self.buffer(frame)
        super().visit_For(node, frame)
        self.writeline(f"yield concat({frame.buffer})")
        frame.buffer = None


class _Template(Template):
    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:  # noqa: ARG002 - Jinja gives it
        """The macros of a file, which Jinja may keep for ever: all files of an environment know the same globals.

        Jinja compares the globals of the two files first, at every import of every page.
        """
        return super()._get_default_module()


def fingerprint(*folded: Any) -> str:
    """Of all that is melted into a compiled template beside its own text: our words, and how this module melts them.

    Jinja itself looks at the text, its own version and Python's.
    """
    told = repr(folded).encode() + Path(__file__).read_bytes()
    return hashlib.sha256(told).hexdigest()[:16]


class FoldingEnvironment(Environment):
    """`fold`: globals that answer the same to the same constants for as long as the process runs.

    `sentence` answers the text behind a `_()` whose slots are known only when the page is drawn; each is filled in as
    the filter `say` shows it.
    """

    code_generator_class = _Generator
    template_class = _Template
    put = staticmethod(put)

    def __init__(
        self, *, fold: Mapping[str, Callable[..., Any]], sentence: Callable[[str], str], **options: Any
    ) -> None:
        super().__init__(**options)
        self.globals.update(fold)
        self._folding = _Folding(fold, sentence)

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        """Jinja's own hook between reading a template and writing its code."""
        if name is not None and name.endswith(".html"):
            _outdent(source)
        return super()._generate(self._folding.visit(source), name, filename, defer_init)


def _outdent(source: nodes.Template) -> None:
    """The templates' own indentation, which nobody reads in a browser: a tenth of a list page's bytes.

    What stands in a textarea or a `pre` is a value and not a template's text (tests/architecture/test_house.py).
    """
    for text in source.find_all(nodes.TemplateData):
        text.data = _INDENT.sub("\n", text.data)


class _Folding(NodeTransformer):
    def __init__(self, settled: Mapping[str, Callable[..., Any]], sentence: Callable[[str], str]) -> None:
        self._settled = settled
        self._sentence = sentence

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja calls it by the node's name
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.node.name not in self._settled:
            return node
        if node.dyn_args is not None or node.dyn_kwargs is not None:
            return node
        name = node.node.name
        try:
            given = [one.as_const() for one in node.args]
        except nodes.Impossible:  # something is known only when the page is drawn
            return node
        try:
            named = dict(one.as_const() for one in node.kwargs)
        except nodes.Impossible:
            return self._filled(node, *given) if name == "_" else node
        return nodes.Const(self._settled[name](*given, **named), lineno=node.lineno)

    def visit_Filter(self, node: nodes.Filter) -> nodes.Node:  # noqa: N802 - Jinja calls it by the node's name
        if node.name in {"default", "d"}:
            setattr(node.node, ASKED, True)
        return self.generic_visit(node)

    def visit_Test(self, node: nodes.Test) -> nodes.Node:  # noqa: N802 - Jinja calls it by the node's name
        if node.name in {"defined", "undefined"}:
            setattr(node.node, ASKED, True)
        return self.generic_visit(node)

    def _filled(self, node: nodes.Call, text: str) -> nodes.Node:
        """`_("Choose {name}", name=row.number)` as its pieces, so that the drawing only joins them."""
        slots = {one.key: one.value for one in node.kwargs}
        pieces: list[nodes.Expr] = []
        for literal, slot in _pieces(self._sentence(text)):
            if literal:
                pieces.append(nodes.Const(literal, lineno=node.lineno))
            if slot is None:
                continue
            if slot not in slots:  # a form of `format` that is more than a name
                return node
            pieces.append(nodes.Filter(slots[slot], "say", [], [], None, None, lineno=node.lineno))
        return nodes.Concat(pieces, lineno=node.lineno)


def _pieces(sentence: str) -> Iterator[tuple[str, str | None]]:
    for literal, slot, form, turned in Formatter().parse(sentence):
        yield literal, None if slot is None else f"{slot}{turned or ''}{form or ''}"
