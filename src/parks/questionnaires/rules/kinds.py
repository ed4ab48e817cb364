"""What an expression comes to, told before anyone answers: unknown names and unlike things are refused in words."""

import ast
import copy
from collections.abc import Mapping
from datetime import date

from parks.kernel.errors import SaidError
from parks.kernel.words import Text, _
from parks.questionnaires.rules.definition import DATED, FIGURES, Asked, Definition, Kind, Question
from parks.questionnaires.rules.expressions import CONSTANTS, Expression

NUMBER, TRUTH, WORD, DAY, TICKS, ROWS, FILES = "number", "truth", "word", "day", "ticks", "rows", "files"
MANY = "many "
"""Before the kind of a table's column: the cells of all rows."""

NEEDED: Mapping[str, Text] = {
    NUMBER: _("a number is wanted"),
    TRUTH: _("a yes or no is wanted"),
    DAY: _("a date is wanted"),
}


def of_asked(asked: Asked) -> str:
    """What one answer of this kind is."""
    if asked.kind in FIGURES:
        return NUMBER
    if asked.kind in DATED:
        return DAY
    special = {
        Kind.YES_NO: TRUTH,
        Kind.DECLARATION: TRUTH,
        Kind.CHOICES: TICKS,
        Kind.TABLE: ROWS,
        Kind.PERSON: ROWS,
        Kind.FILE: FILES,
    }
    return special.get(asked.kind, WORD)


def kind_of(expression: Expression, definition: Definition) -> str:
    """NUMBER, TRUTH, WORD or DAY. SaidError with the sentence where it cannot come to anything."""
    return _Kinds(definition).of(expression.tree)


class _Kinds:
    def __init__(self, definition: Definition) -> None:
        self.definition = definition

    def of(self, node: ast.expr) -> str:
        match node:
            case ast.Constant(value=value):
                return TRUTH if isinstance(value, bool) else WORD if isinstance(value, str) else NUMBER
            case ast.Name(id=key):
                return TRUTH if key in CONSTANTS else self._question(key)
            case ast.Attribute(value=ast.Name(id=key), attr=column):
                return self._column(key, column)
            case ast.BoolOp(values=values):
                return self._all(values, TRUTH)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return self._all([operand], TRUTH)
            case ast.UnaryOp(operand=operand):
                return self._all([operand], NUMBER)
            case ast.BinOp(left=left, right=right):
                return self._all([left, right], NUMBER)
            case ast.Compare(left=left, ops=ops, comparators=compared):
                for how, one in zip(ops, compared, strict=True):
                    self._compared(left, how, one)
                    left = one
                return TRUTH
            case ast.IfExp(test=test, body=body, orelse=orelse):
                self._all([test], TRUTH)
                return self._all([orelse], self.of(body))
            case ast.Call(func=ast.Name(id=name), args=args):
                return self._called(name, args)
            case _:
                raise _unfit(node, NUMBER)

    def _question(self, key: str) -> str:
        asked = self._asked(key)
        if asked.kind is Kind.FACT:
            raise SaidError(_("“{name}” comes from the record and cannot be reckoned with.", name=key))
        # what is computed comes to a number, or is refused at its own place: nothing is followed from here
        return NUMBER if asked.kind is Kind.COMPUTED else of_asked(asked)

    def _asked(self, key: str) -> Question:
        asked = self.definition.question(key)
        if asked is None:
            raise SaidError(_("There is no question “{name}”.", name=key))
        return asked

    def _column(self, key: str, column: str) -> str:
        asked = self._asked(key)
        found = next((one for one in asked.cells if one.key == column), None)
        if found is None:
            raise SaidError(_("“{name}” has no column “{column}”.", name=key, column=column))
        return MANY + of_asked(found)

    def _all(self, nodes: list[ast.expr], wanted: str) -> str:
        for one in nodes:
            if self.of(one) != wanted:
                raise _unfit(one, wanted)
        return wanted

    def _compared(self, left: ast.expr, how: ast.cmpop, right: ast.expr) -> None:
        first = self.of(left)
        if isinstance(how, ast.In | ast.NotIn):
            self._inside(left, first, right)
            return
        second = self.of(right)
        if {first, second} == {DAY, WORD}:
            _written_day(left if first == WORD else right)
        elif first != second or first in {TICKS, ROWS, FILES} or first.startswith(MANY):
            raise _unfit(right, first)
        if first == second == TRUTH and not isinstance(how, ast.Eq | ast.NotEq):
            raise _unfit(right, NUMBER)
        self._option(left, right)
        self._option(right, left)

    def _inside(self, left: ast.expr, first: str, right: ast.expr) -> None:
        if isinstance(right, ast.Tuple | ast.List):
            for one in right.elts:
                if self.of(one) != first and not (first == DAY and _written_day(one)):
                    raise _unfit(one, first)
                self._option(left, one)
            return
        if first != WORD or self.of(right) != TICKS:
            raise _unfit(right, first)
        self._option(right, left)

    def _option(self, asked: ast.expr, value: ast.expr) -> None:
        """A choice is only ever one of its options."""
        if not isinstance(asked, ast.Name) or not isinstance(value, ast.Constant):
            return
        of = self.definition.question(asked.id)
        if of is not None and of.kind in {Kind.CHOICE, Kind.CHOICES} and value.value not in of.option_values:
            raise SaidError(_("“{value}” is none of the options of “{name}”.", value=value.value, name=asked.id))

    def _called(self, name: str, args: list[ast.expr]) -> str:
        found = [self.of(one) for one in args]
        match name:
            case "sum":
                if found[0] != MANY + NUMBER:
                    raise SaidError(_("sum takes a column of numbers: sum(shares.percent)."))
            case "count":
                if found[0] not in {TICKS, ROWS, FILES} and not found[0].startswith(MANY):
                    raise SaidError(_("count takes a table, a column, what was ticked, or files."))
            case "min" | "max":
                kinds = {one.removeprefix(MANY) for one in found}
                if kinds not in ({NUMBER}, {DAY}) or (len(found) == 1 and not found[0].startswith(MANY)):
                    raise SaidError(_("{name} takes several numbers or dates, or a column of them.", name=name))
                return kinds.pop()
            case "years_between":
                for one, kind in zip(args, found, strict=True):
                    if kind != DAY and not (kind == WORD and _written_day(one)):
                        raise _unfit(one, DAY)
            case _:
                self._all(args, NUMBER)
        return NUMBER


def _written_day(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        try:
            date.fromisoformat(node.value)
        except ValueError:
            pass
        else:
            return True
    raise SaidError(_('“{part}” is not a date. Write it as "2026-11-22".', part=ast.unparse(node)))


def _unfit(node: ast.expr, wanted: str) -> SaidError:
    part = ast.unparse(_written(node))
    if wanted in NEEDED:
        return SaidError(_("“{part}” does not fit here: {wanted}.", part=part, wanted=NEEDED[wanted]))
    return SaidError(_("“{part}” does not fit here: unlike things are compared.", part=part))


def _written(node: ast.expr) -> ast.expr:
    """The same with numbers as they were written: `unparse` knows no Decimal."""

    class Plain(ast.NodeTransformer):
        def visit_Constant(self, at: ast.Constant) -> ast.expr:
            return at if isinstance(at.value, str | bool) else ast.Name(id=str(at.value))

    found: ast.expr = Plain().visit(copy.deepcopy(node))
    return found
