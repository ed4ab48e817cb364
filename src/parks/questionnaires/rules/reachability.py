"""Whether anybody can ever be asked a question: conditions decided over all answers there can be.

Choices and yes/no are tried value by value; numbers and dates are cut into cells at the figures they are compared
with, so that within a cell every comparison has one answer; sums of several numbers are bounded by interval
arithmetic. What cannot be decided so, or would take more than MOST_TRIES, is taken for possible: a form is refused
only where the contradiction is certain.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, DecimalException
from itertools import chain, combinations, pairwise, product
from math import prod
from typing import Any

from parks.questionnaires.rules.answers import places_of
from parks.questionnaires.rules.definition import (
    DATED,
    FIGURES,
    Condition,
    Definition,
    Kind,
    Question,
    expression_of,
    names_in,
)
from parks.questionnaires.rules.expressions import CONSTANTS

MOST_TRIES = 20_000  # assignments of one condition
MOST_OPTIONS = 6  # named options of a question with several ticks
INFINITY = Decimal("Infinity")
MAYBE = frozenset({True, False, None})
ANY = object()
"""Could be anything."""
ELSE = "\x00"
"""Any text that is named nowhere."""


@dataclass(frozen=True, slots=True)
class Span:
    """Numbers between two ends; `closed` where the ends belong to it. A point is closed with equal ends."""

    low: Decimal
    high: Decimal
    closed: bool = True


@dataclass
class Space:
    """A form's answers as far as its conditions tell them apart.

    `work` counts down over the whole form: a question in a try is one. It bounds the time that any form takes.
    """

    definition: Definition
    work: int = 50_000
    _figures: dict[str, set[Any]] = field(default_factory=dict)

    def possible(self, *conditions: Condition | str, alone: bool = False, check: bool = False) -> bool:
        """Whether some answers fulfil all of them at once. `alone`: as if all that they name were always asked.
        `check`: not known is good enough.
        """
        names, figures = self._relevant(conditions, alone=alone)
        cells = {name: self._cells(name, figures) for name in names}
        size = prod(len(one) for one in cells.values())
        asked = frozenset[str]().union(*(names_in(one) for one in conditions))
        order = self.definition.before(sorted(asked))
        if size > MOST_TRIES or size * len(order) > self.work:
            return True
        self.work -= size * len(order)
        good = {True, None} if check else {True}
        for picked in product(*cells.values()):
            reckoner = _Possible(self.definition, dict(zip(cells, picked, strict=True)), alone=alone)
            for key in order:
                reckoner.question(key)
            if all(reckoner.truth(one) & good for one in conditions):
                return True
        return False

    def _relevant(
        self, conditions: Sequence[Condition | str], *, alone: bool
    ) -> tuple[list[str], Mapping[str, set[Any]]]:
        """The terms to be tried (questions, and sums over tables as terms of their own), and what each meets."""
        names: dict[str, None] = {}
        figures: dict[str, set[Any]] = {}
        waiting, seen = list(conditions), set[str]()
        while waiting:
            one = waiting.pop()
            if isinstance(one, Condition):
                names[one.question] = None
                figures.setdefault(one.question, set()).add(one.equals)
                asked = {one.question}
            else:
                found = expression_of(one)
                if found is None:
                    continue
                _terms(found.tree, names, figures)
                asked = set(found.keys)
            for key in asked - seen:
                seen.add(key)
                waiting += self._behind(key, alone=alone)
        computed = {key for key in names if (of := self.definition.question(key)) and of.kind is Kind.COMPUTED}
        return [one for one in names if one not in computed], figures

    def _behind(self, key: str, *, alone: bool) -> Iterator[Condition | str]:
        section, question = self.definition.section_of(key), self.definition.question(key)
        if question is not None and question.kind is Kind.COMPUTED and question.expression:
            yield question.expression
        if not alone and section is not None and question is not None:
            yield from (one for one in (section.when, question.when) if one)

    def _cells(self, term: str, figures: Mapping[str, set[Any]]) -> list[Any]:
        """All that can be told apart of one term."""
        met = figures.get(term, set())
        asked = self.definition.question(term)
        if asked is None:  # a sum, a count
            return _spans({one for one in met if isinstance(one, Decimal)}, low=-INFINITY, high=INFINITY)
        if asked.kind is Kind.YES_NO:
            return [True, False]
        if asked.kind is Kind.DECLARATION:
            return [True]
        if asked.kind is Kind.CHOICE:
            named = sorted(met & asked.option_values)
            return [*named, ELSE] if len(named) < len(asked.option_values) else named
        if asked.kind is Kind.CHOICES:
            named = sorted(met & asked.option_values)
            several = chain.from_iterable(combinations(named, n) for n in range(min(len(named), asked.max or 99) + 1))
            return [frozenset(one) for one in several] if len(named) <= MOST_OPTIONS else [ANY]
        if asked.kind in FIGURES:
            return _amounts(asked, met)
        if asked.kind in DATED:
            days = {found for one in met if (found := _day(one)) is not None}
            return _spans(days, low=-INFINITY, high=INFINITY, step=Decimal(1))
        if asked.kind in {Kind.TEXT, Kind.LONG_TEXT, Kind.REGION, Kind.INDUSTRY}:
            return [*sorted(one for one in met if isinstance(one, str)), ELSE]
        return [ANY]


def _amounts(asked: Question, met: set[Any]) -> list[Any]:
    most = 100 if asked.max is None and asked.kind is Kind.PERCENTAGE else asked.max
    low = Decimal(0) if asked.min is None else asked.min
    high = INFINITY if most is None else Decimal(most)
    step = Decimal(1).scaleb(-places_of(asked))
    return _spans({one for one in met if isinstance(one, Decimal)}, low=low, high=high, step=step)


def _spans(figures: set[Decimal], *, low: Decimal, high: Decimal, step: Decimal | None = None) -> list[Any]:
    """Points at the figures and what lies between them; where there are steps, nothing that no step falls on."""
    ends = sorted({one for one in (*figures, low, high) if low <= one <= high})
    if not ends:
        return []
    found: list[Any] = []
    for left, right in zip(ends, [*ends[1:], None], strict=True):
        if left.is_finite() and _on(left, step):
            found.append(Span(left, left))
        if right is not None and left < right and _between(left, right, step):
            found.append(Span(left, right, closed=False))
    return found


def _on(figure: Decimal, step: Decimal | None) -> bool:
    return step is None or figure % step == 0


def _between(left: Decimal, right: Decimal, step: Decimal | None) -> bool:
    if step is None or not left.is_finite() or not right.is_finite():
        return True
    return (left // step - (1 if left < 0 and left % step else 0) + 1) * step < right


def _day(value: Any) -> Decimal | None:
    if isinstance(value, date):
        return Decimal(value.toordinal())
    try:
        return Decimal(date.fromisoformat(value).toordinal())
    except (TypeError, ValueError):
        return None


def _term(node: ast.AST) -> str | None:
    """What is tried as one thing: a question by its key, a sum over a table by its text."""
    if isinstance(node, ast.Name) and node.id not in CONSTANTS:
        return node.id
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"sum", "count"}:
        return ast.dump(node)
    return None


def _terms(tree: ast.expr, names: dict[str, None], figures: dict[str, set[Any]]) -> None:
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if (term := _term(node)) is not None:
            names[term] = None
            continue
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            for first, second in pairwise(sides):
                _meet(first, second, figures)
                _meet(second, first, figures)
        waiting += [one for one in ast.iter_child_nodes(node) if isinstance(one, ast.expr)]


def _meet(node: ast.expr, other: ast.expr, figures: dict[str, set[Any]]) -> None:
    term = _term(node)
    if term is None:
        return
    met = figures.setdefault(term, set())
    several = other.elts if isinstance(other, ast.Tuple | ast.List) else [other]
    for one in several:
        if isinstance(one, ast.Constant):
            met.add(one.value)
        elif isinstance(one, ast.UnaryOp) and isinstance(one.op, ast.USub) and isinstance(one.operand, ast.Constant):
            met.add(-one.operand.value)  # type: ignore[operator]  # parse() lets numbers alone stand after a minus


class _Possible:
    """An expression over cells: what it may come to, as a set of truths, a span, a text, ticks, None or ANY."""

    def __init__(self, definition: Definition, cells: Mapping[str, Any], *, alone: bool) -> None:
        self.definition = definition
        self.cells = cells
        self.alone = alone
        self._known: dict[str, Any] = {}
        self._asking: set[str] = set()

    def truth(self, when: Condition | str) -> frozenset[bool | None]:
        if isinstance(when, Condition):
            given = self.question(when.question)
            if given is None or given is ANY:
                return frozenset({None}) if given is None else MAYBE
            if isinstance(given, bool):
                return frozenset({given is (when.equals == "yes")})
            return frozenset({when.equals in given if isinstance(given, frozenset) else given == when.equals})
        found = expression_of(when)
        return MAYBE if found is None else _truths(self._of(found.tree))

    def question(self, key: str) -> Any:
        """What its answer may be; reckoned once, however often it is named."""
        if key not in self._known:
            self._known[key] = self._question(key)
        return self._known[key]

    def _question(self, key: str) -> Any:
        asked, section = self.definition.question(key), self.definition.section_of(key)
        if asked is None or section is None or key in self._asking:
            return ANY
        self._asking.add(key)
        applies: frozenset[bool | None] = frozenset({True})
        if not self.alone:
            for when in (section.when, asked.when):
                if when:
                    applies = _and(applies, self.truth(when))
        value = self.cells.get(key, ANY)
        if asked.kind is Kind.COMPUTED:
            found = expression_of(asked.expression)
            value = ANY if found is None else self._of(found.tree)
        self._asking.discard(key)
        if True not in applies:
            return None
        return value if applies == {True} else ANY

    def _of(self, node: ast.expr) -> Any:
        match node:
            case ast.Constant(value=value):
                return Span(value, value) if isinstance(value, Decimal) else value
            case ast.Name(id=key):
                return CONSTANTS[key] if key in CONSTANTS else self.question(key)
            case ast.BoolOp():
                return self._joined(node)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return _not(_truths(self._of(operand)))
            case ast.UnaryOp(operand=operand):
                of = self._of(operand)
                return Span(-of.high, -of.low, of.closed) if isinstance(of, Span) else of
            case ast.BinOp(left=left, op=op, right=right):
                return _reckon(op, self._of(left), self._of(right))
            case ast.Compare():
                return self._chain(node)
            case ast.IfExp():
                return self._chosen(node)
            case ast.Call():
                return self._called(node)
            case _:
                return ANY

    def _joined(self, node: ast.BoolOp) -> frozenset[bool | None]:
        truths = [_truths(self._of(one)) for one in node.values]
        found = truths[0]
        for one in truths[1:]:
            found = _and(found, one) if isinstance(node.op, ast.And) else _not(_and(_not(found), _not(one)))
        return found

    def _chain(self, node: ast.Compare) -> frozenset[bool | None]:
        found: frozenset[bool | None] = frozenset({True})
        before = self._of(node.left)
        for how, one in zip(node.ops, node.comparators, strict=True):
            after = [self._of(each) for each in one.elts] if isinstance(one, ast.Tuple | ast.List) else self._of(one)
            if isinstance(after, frozenset) and not isinstance(node.left, ast.Constant):
                return MAYBE  # one question's answer among another's ticks: only named ones are told apart
            found = _and(found, _compare(how, before, after))
            before = after
        return found

    def _chosen(self, node: ast.IfExp) -> Any:
        truths = _truths(self._of(node.test))
        if truths in ({True}, {False}):
            return self._of(node.body if True in truths else node.orelse)
        return None if truths == {None} else ANY

    def _called(self, node: ast.Call) -> Any:
        cell = self.cells.get(ast.dump(node), ANY)
        tables = {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and one is not node.func}
        if any(self.question(one) is None for one in tables):
            return None
        return cell


def _truths(value: Any) -> frozenset[bool | None]:
    if isinstance(value, frozenset) and value <= MAYBE and value:
        return value
    if value is None or isinstance(value, bool):
        return frozenset({value})
    return MAYBE


def _and(left: frozenset[bool | None], right: frozenset[bool | None]) -> frozenset[bool | None]:
    return frozenset(False if False in {a, b} else None if None in {a, b} else True for a in left for b in right)


def _not(of: frozenset[bool | None]) -> frozenset[bool | None]:
    return frozenset(None if one is None else not one for one in of)


def _reckon(op: ast.operator, left: Any, right: Any) -> Any:
    if left is None or right is None:
        return None
    if not isinstance(left, Span) or not isinstance(right, Span):
        return ANY
    try:
        match op:
            case ast.Add():
                return Span(left.low + right.low, left.high + right.high)
            case ast.Sub():
                return Span(left.low - right.high, left.high - right.low)
            case ast.Mult():
                ends = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
                return Span(min(ends), max(ends))
    except DecimalException:
        return ANY  # infinite times nothing
    return ANY


def _compare(how: ast.cmpop, left: Any, right: Any) -> frozenset[bool | None]:
    if left is None or right is None:
        return frozenset({None})
    if isinstance(how, ast.NotIn | ast.NotEq):
        return _not(_compare(ast.In() if isinstance(how, ast.NotIn) else ast.Eq(), left, right))
    if isinstance(how, ast.In):
        if isinstance(right, list):
            truths: frozenset[bool | None] = frozenset({False})
            for one in right:
                truths = _not(_and(_not(truths), _not(_compare(ast.Eq(), left, one))))
            return truths
        return frozenset({left in right}) if isinstance(right, frozenset) and isinstance(left, str) else MAYBE
    left, right = _spanned(left, right), _spanned(right, left)
    if isinstance(left, Span) and isinstance(right, Span):
        return _ordered(how, left, right)
    if isinstance(how, ast.Eq) and type(left) is type(right) and isinstance(left, str | bool):
        return frozenset({left == right}) if left != ELSE or right != ELSE else MAYBE
    return MAYBE


def _spanned(value: Any, other: Any) -> Any:
    """A day that was written in the expression, where it meets a day."""
    if isinstance(value, str) and isinstance(other, Span) and (found := _day(value)) is not None:
        return Span(found, found)
    return value


def _ordered(how: ast.cmpop, left: Span, right: Span) -> frozenset[bool | None]:
    match how:
        case ast.Gt():
            return _less(right, left)
        case ast.LtE():
            return _not(_less(right, left))
        case ast.GtE():
            return _not(_less(left, right))
        case ast.Lt():
            return _less(left, right)
    below, above = _less(left, right), _less(right, left)
    if below == {True} or above == {True}:
        return frozenset({False})
    point = left.low == left.high == right.low == right.high
    return frozenset({True}) if point else frozenset({True, False})


def _less(left: Span, right: Span) -> frozenset[bool | None]:
    touches = left.closed and right.closed
    if left.high < right.low or (left.high == right.low and not touches):
        return frozenset({True})
    return frozenset({False}) if left.low >= right.high else frozenset({True, False})
