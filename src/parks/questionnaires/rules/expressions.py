"""The one language of conditions, checks and sums: a small part of Python's, read by simpleeval (docs/adr/0060).

    funded and amount > 500000        field in ("optics", "energy")        sum(shares.percent) == 100
    round_half_up(own / total * 100, 2) >= 30        years_between(born, graduated) < 40        grant if funded else 0

Three-valued: what is not known yet is None, and None is never taken for a yes or a no (Kleene). Numbers are Decimal
throughout. No attribute but a table's column, no call but the functions listed, no power, no loop, no clock: the cost
of an expression is bounded by its length, and the same answers give the same value for ever.
"""

import ast
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal, DecimalException, localcontext
from functools import lru_cache
from typing import Any

from simpleeval import FeatureNotAvailable, SimpleEval

from parks.kernel.errors import Invalid
from parks.kernel.money import Money
from parks.kernel.words import Text, _

LONGEST = 500  # characters
DEEPEST = 20  # nested parts
MOST_PARTS = 150
EXACT = Context(prec=34)

Value = Any
"""bool, Decimal, text, a day; a tuple (what was ticked, a table's column, its rows); None = not known yet."""

CONSTANTS: Mapping[str, bool] = {"yes": True, "no": False}
FUNCTIONS = ("sum", "count", "min", "max", "round_half_up", "years_between")
NODES = (
    ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div,
    ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn, ast.IfExp,
    ast.Call, ast.Name, ast.Load, ast.Attribute, ast.Constant, ast.Tuple, ast.List,
)  # fmt: skip
"""All that an expression may be made of; anything else is refused with its place."""


class NotAnExpressionError(Invalid):
    """422: the text is no expression of ours. `at` counts characters from 1."""

    def __init__(self, reason: Text, at: int = 1) -> None:
        super().__init__(_("Character {n}: {reason}", n=at, reason=reason))
        self.at = at


@dataclass(frozen=True, slots=True)
class Name:
    """A question's answer, or with `column` the answers of one column of its table."""

    key: str
    column: str = ""

    def __str__(self) -> str:
        return f"{self.key}.{self.column}" if self.column else self.key


@dataclass(frozen=True, slots=True)
class Expression:
    """`names`: what it asks for, each once, in the order of the text."""

    text: str
    tree: ast.expr
    names: tuple[Name, ...]

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(one.key for one in self.names)

    def value(self, answers: Mapping[str, Value]) -> Value:
        """What it comes to; None where an answer that it needs is not known yet, or cannot be reckoned with.

        A table is a sequence of mappings by column; Money counts as its amount.
        """
        return Reckoner(answers).value(self)

    def holds(self, answers: Mapping[str, Value]) -> bool | None:
        """Yes, no, or None where that is not known yet (and where it comes to no yes or no at all)."""
        return Reckoner(answers).holds(self)


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """The expression of this text. NotAnExpressionError (422) says what is wrong with it and where."""
    if len(text) > LONGEST:
        raise NotAnExpressionError(_("An expression has at most {n} characters.", n=LONGEST), LONGEST + 1)
    if not text.strip():
        raise NotAnExpressionError(_("Write an expression, such as amount > 500000."))
    if "\n" in text or "\r" in text or "#" in text or "\x00" in text:
        raise NotAnExpressionError(_("An expression is one line, without remarks."))
    source = text.strip()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # what Python only warns of (1if x, "\\d") is no expression of ours
            tree = ast.parse(source, mode="eval").body
    except (SyntaxError, Warning, ValueError, RecursionError, MemoryError) as error:
        reason = _("This cannot be read. Write it like amount > 500000 and funded.")
        raise NotAnExpressionError(reason, getattr(error, "offset", None) or 1) from error
    _within_bounds(tree)
    names: dict[Name, None] = {}
    _read(source, tree, names)
    return Expression(text, tree, tuple(names))


def _at(node: ast.AST) -> int:
    return getattr(node, "col_offset", 0) + 1


def _within_bounds(tree: ast.expr) -> None:
    parts: list[tuple[ast.AST, int]] = [(tree, 1)]
    seen = 0
    while parts:
        node, depth = parts.pop()
        seen += 1
        if depth > DEEPEST or seen > MOST_PARTS:
            raise NotAnExpressionError(_("This is too deeply nested. Make it simpler, or two of it."), _at(node))
        if not isinstance(node, NODES):
            raise NotAnExpressionError(_("“{part}” is not part of this language.", part=_called(node)), _at(node))
        parts += [(child, depth + 1) for child in ast.iter_child_nodes(node) if not isinstance(child, ast.expr_context)]


def _called(node: ast.AST) -> str:
    """What people would call it: the operator's sign where it has one."""
    signs = {"Pow": "**", "Mod": "%", "FloorDiv": "//", "Is": "is", "Lambda": "lambda", "JoinedStr": 'f""'}
    return signs.get(type(node).__name__, type(node).__name__)


def _read(source: str, node: ast.expr, names: dict[Name, None]) -> None:
    """Refuse what simpleeval would take and we do not; make each number a Decimal; note the names."""
    match node:
        case ast.Constant():
            node.value = _constant(source, node)
        case ast.Name(id=key) if key in CONSTANTS:
            pass
        case ast.Name(id=key):
            if key in FUNCTIONS:
                raise NotAnExpressionError(_("{name} needs its brackets: {name}(…).", name=key), _at(node))
            names[Name(key)] = None
        case ast.Attribute(value=ast.Name(id=key), attr=column) if key not in CONSTANTS:
            names[Name(key, column)] = None
        case ast.Attribute():
            raise NotAnExpressionError(_("A point stands between a table and its column alone."), _at(node))
        case ast.Call():
            _call(source, node, names)
        case ast.Compare(left=left, ops=ops, comparators=compared):
            _read(source, left, names)
            for how, one in zip(ops, compared, strict=True):
                _compared(source, how, one, names)
        case ast.Tuple() | ast.List():
            raise NotAnExpressionError(_("A list stands after “in” alone."), _at(node))
        case _:
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.expr):
                    _read(source, child, names)


def _constant(source: str, node: ast.Constant) -> Value:
    match node.value:
        case bool() | str() | Decimal():
            return node.value
        case int() | float():
            written = ast.get_source_segment(source, node) or ""
            try:
                figure = Decimal(written)
            except DecimalException:
                figure = Decimal("NaN")
            if figure.is_finite() and abs(figure) < Decimal(10) ** 15 and len(written) <= 32:
                return figure
            raise NotAnExpressionError(_("This is not a number. Write figures alone, such as 500000."), _at(node))
        case _:
            part = str(node.value)
            raise NotAnExpressionError(_("“{part}” is not part of this language.", part=part), _at(node))


def _call(source: str, node: ast.Call, names: dict[Name, None]) -> None:
    if not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS:
        raise NotAnExpressionError(_("These functions exist: {names}.", names=", ".join(FUNCTIONS)), _at(node))
    if node.keywords or any(isinstance(one, ast.Starred) for one in node.args):
        raise NotAnExpressionError(_("A function takes plain values between commas."), _at(node))
    name, count = node.func.id, len(node.args)
    fits = {"sum": count == 1, "count": count == 1, "round_half_up": count in {1, 2}, "years_between": count == 2}
    if not fits.get(name, count >= 1):
        raise NotAnExpressionError(_("{name} is given too much or too little.", name=name), _at(node))
    for one in node.args:
        _read(source, one, names)


def _compared(source: str, how: ast.cmpop, node: ast.expr, names: dict[Name, None]) -> None:
    if not isinstance(how, ast.In | ast.NotIn):
        _read(source, node, names)
    elif isinstance(node, ast.Tuple | ast.List):
        if not node.elts or not all(isinstance(one, ast.Constant) for one in node.elts):
            raise NotAnExpressionError(_("After “in” stands a list of values: (“a”, “b”)."), _at(node))
        for one in node.elts:
            _read(source, one, names)
    elif isinstance(node, ast.Name) and node.id not in CONSTANTS:
        _read(source, node, names)
    else:
        raise NotAnExpressionError(_("After “in” stands a list of values: (“a”, “b”)."), _at(node))


# --- reckoning -------------------------------------------------------------------------------------------------------


def _plain(value: Value) -> Value:
    match value:
        case Money():
            return value.amount
        case bool():
            return value
        case int():
            return Decimal(value)
        case _:
            return value


def _lifted(act: Callable[[Value, Value], Value]) -> Callable[[Value, Value], Value]:
    """Unknown in, unknown out; numbers alone are reckoned with."""

    def done(left: Value, right: Value) -> Value:
        if left is None or right is None:
            return None
        if not isinstance(left, Decimal) or not isinstance(right, Decimal):
            raise TypeError("numbers are reckoned with, nothing else")
        return act(left, right)

    return done


def _negated(value: Value) -> Value:
    if value is None:
        return None
    if not isinstance(value, Decimal):
        raise TypeError("numbers are reckoned with, nothing else")
    return -value


def _not(value: Value) -> Value:
    return None if not isinstance(value, bool) else not value


def alike(left: Value, right: Value) -> tuple[Value, Value]:
    """Both as they can be compared: a day and its written form are the same. TypeError where they cannot."""
    if isinstance(left, date) and isinstance(right, str):
        return left, date.fromisoformat(right)
    if isinstance(left, str) and isinstance(right, date):
        return date.fromisoformat(left), right
    kinds = (Decimal, bool, str, date, tuple)
    if next((one for one in kinds if isinstance(left, one)), None) is not next(
        (one for one in kinds if isinstance(right, one)), None
    ):
        raise TypeError("only things of one kind are compared")
    return left, right


_COMPARE: Mapping[type[ast.cmpop], Callable[[Value, Value], bool]] = {
    ast.Eq: lambda left, right: bool(left == right),
    ast.NotEq: lambda left, right: bool(left != right),
    ast.Lt: lambda left, right: bool(left < right),
    ast.LtE: lambda left, right: bool(left <= right),
    ast.Gt: lambda left, right: bool(left > right),
    ast.GtE: lambda left, right: bool(left >= right),
}
_RECKON: Mapping[type[ast.AST], Callable[..., Value]] = {
    ast.Add: _lifted(lambda left, right: left + right),
    ast.Sub: _lifted(lambda left, right: left - right),
    ast.Mult: _lifted(lambda left, right: left * right),
    ast.Div: _lifted(lambda left, right: left / right),
    ast.USub: _negated,
    ast.Not: _not,
}


def total(several: Value) -> Value:
    """The cells of a column added up: empty ones left out as in any spreadsheet, unreadable ones make it unknown."""
    return None if several is None else sum((one for one in several if one is not None), Decimal(0))


def number_of(several: Value) -> Value:
    """Rows of a table, filled cells of a column, ticks, files."""
    return None if several is None else Decimal(sum(one is not None for one in several))


def _extreme(pick: Callable[[Sequence[Value]], Value], values: Sequence[Value]) -> Value:
    if any(one is None for one in values):
        return None
    flat = [each for one in values for each in (one if isinstance(one, tuple) else (one,)) if each is not None]
    return pick(flat) if flat else None


def least(*values: Value) -> Value:
    return _extreme(min, values)


def most(*values: Value) -> Value:
    return _extreme(max, values)


def round_half_up(value: Value, places: Value = Decimal(0)) -> Value:
    """To so many decimals (0 to 6), a five upwards, away from zero: the rounding of the trade."""
    if value is None or places is None:
        return None
    wanted = min(max(int(places), 0), 6)
    rounded: Decimal = value.quantize(Decimal(1).scaleb(-wanted), rounding=ROUND_HALF_UP)
    return rounded


def years_between(start: Value, end: Value) -> Value:
    """Whole years completed on the second day, counted from the first; below zero where it comes before."""
    if start is None or end is None:
        return None
    first, second = (date.fromisoformat(one) if isinstance(one, str) else one for one in (start, end))
    if second < first:
        back = years_between(second, first)
        return None if back is None else -back
    return Decimal(second.year - first.year - ((second.month, second.day) < (first.month, first.day)))


_CALLED: Mapping[str, Callable[..., Value]] = {
    "sum": total,
    "count": number_of,
    "min": least,
    "max": most,
    "round_half_up": round_half_up,
    "years_between": years_between,
}


class Reckoner(SimpleEval):  # type: ignore[misc]  # the library has no types
    """simpleeval with our operators alone, and with Kleene's and, or and comparison in place of Python's.

    One serves any number of expressions over the same answers, also while it reckons another: making one costs more
    than most expressions do.
    """

    def __init__(self, answers: Mapping[str, Value]) -> None:
        super().__init__(operators=dict(_RECKON), functions=dict(_CALLED), names={})
        self._answers = answers
        self.nodes = {
            ast.BoolOp: self._eval_boolop,
            ast.UnaryOp: self._eval_unaryop,
            ast.BinOp: self._eval_binop,
            ast.Compare: self._eval_compare,
            ast.IfExp: self._eval_ifexp,
            ast.Call: self._eval_call,
            ast.Name: self._eval_name,
            ast.Attribute: self._eval_attribute,
            ast.Constant: self._eval_constant,
            ast.Tuple: self._eval_list,
            ast.List: self._eval_list,
        }

    def value(self, expression: Expression) -> Value:
        with localcontext(EXACT):
            try:
                return self._eval(expression.tree)
            except (DecimalException, TypeError, ValueError, OverflowError, AttributeError):
                return None  # a division by zero; a date compared with a number; the years between two numbers

    def holds(self, expression: Expression) -> bool | None:
        found = self.value(expression)
        return found if isinstance(found, bool) else None

    def _eval_name(self, node: ast.Name) -> Value:
        return CONSTANTS[node.id] if node.id in CONSTANTS else _plain(self._answers.get(node.id))

    def _eval_attribute(self, node: ast.Attribute) -> Value:
        if not isinstance(node.value, ast.Name):  # `_read` lets no other through
            raise FeatureNotAvailable("only a table's column")
        rows = self._answers.get(node.value.id)
        return None if rows is None else tuple(_plain(row.get(node.attr)) for row in rows)

    def _eval_list(self, node: ast.Tuple | ast.List) -> Value:
        return tuple(self._eval(one) for one in node.elts)

    def _eval_boolop(self, node: ast.BoolOp) -> Value:
        decides = isinstance(node.op, ast.Or)  # a yes decides an or, a no an and
        unknown = False
        for one in node.values:
            found = self._eval(one)
            if found is decides:
                return decides
            unknown = unknown or not isinstance(found, bool)
        return None if unknown else not decides

    def _eval_compare(self, node: ast.Compare) -> Value:
        left, unknown = self._eval(node.left), False
        for how, one in zip(node.ops, node.comparators, strict=True):
            right = self._eval(one)
            found = _found(how, left, right)
            if found is False:
                return False
            unknown = unknown or found is None
            left = right
        return None if unknown else True

    def _eval_ifexp(self, node: ast.IfExp) -> Value:
        found = self._eval(node.test)
        return self._eval(node.body if found else node.orelse) if isinstance(found, bool) else None


def _found(how: ast.cmpop, left: Value, right: Value) -> bool | None:
    if left is None or right is None:
        return None
    if isinstance(how, ast.In | ast.NotIn):
        inside = any(one == left for one in right)
        return inside if isinstance(how, ast.In) else not inside
    return _COMPARE[type(how)](*alike(left, right))
