"""A condition or a sum in words, in both languages: labels for keys, signs for operators."""

import ast
from decimal import Decimal

from parks.kernel.words import Bilingual
from parks.questionnaires.rules.definition import Condition, Definition, expression_of

SIGNS = {"Eq": "=", "NotEq": "≠", "Lt": "<", "LtE": "≤", "Gt": ">", "GtE": "≥", "Add": "+", "Sub": "−", "Mult": "×", "Div": "÷"}  # fmt: skip  # noqa: E501, RUF100 - one table
WORDS = {
    "And": Bilingual("且", "and"),
    "Or": Bilingual("或", "or"),
    "Not": Bilingual("并非", "not"),
    "In": Bilingual("属于", "is one of"),
    "NotIn": Bilingual("不属于", "is none of"),
}
CALLED = {
    "sum": Bilingual("合计", "the sum of"),
    "count": Bilingual("数量", "the number of"),
    "min": Bilingual("最小值", "the least of"),
    "max": Bilingual("最大值", "the most of"),
    "round_half_up": Bilingual("四舍五入", "rounded"),
    "years_between": Bilingual("周年数", "full years between"),
}
YES, NO = Bilingual("是", "yes"), Bilingual("否", "no")
TIGHT, LOOSE = 2, 1


def in_words(when: Condition | str, definition: Definition) -> Bilingual:
    """`funded and amount > 5` → “Has it been funded?” and “Amount” > 5. What cannot be read stays as it was written."""
    if isinstance(when, Condition):
        asked = definition.question(when.question)
        if asked is None:
            return Bilingual(when.question, when.question)
        label = next((one for value, one in asked.choices if value == when.equals), Bilingual(when.equals, when.equals))
        return Bilingual(f"“{asked.label.zh}” = {label.zh}", f"“{asked.label.en}” = {label.en}")
    found = expression_of(when)
    if found is None:
        return Bilingual(when, when)
    return Bilingual(_Said(definition, "zh").of(found.tree), _Said(definition, "en").of(found.tree))


class _Said:
    def __init__(self, definition: Definition, language: str) -> None:
        self.definition = definition
        self.language = language

    def of(self, node: ast.expr, around: int = 0) -> str:
        match node:
            case ast.BoolOp(op=op, values=values):
                joined = f" {self._word(WORDS[type(op).__name__])} ".join(self.of(one, LOOSE) for one in values)
                return f"({joined})" if around >= LOOSE else joined
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return f"{self._word(WORDS['Not'])} {self.of(operand, TIGHT)}"
            case ast.UnaryOp(operand=operand):
                return f"−{self.of(operand, TIGHT)}"
            case ast.BinOp(left=left, op=op, right=right):
                said = f"{self.of(left, TIGHT)} {SIGNS[type(op).__name__]} {self.of(right, TIGHT)}"
                return f"({said})" if around >= TIGHT else said
            case ast.Compare(left=left, ops=ops, comparators=compared):
                return self._compared(left, ops, compared)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                where, other = (" 若 ", "，否则 ") if self.language == "zh" else (" where ", ", else ")
                return f"({self.of(body)}{where}{self.of(test)}{other}{self.of(orelse)})"
            case ast.Call(func=ast.Name(id=name), args=args):
                return f"{self._word(CALLED[name])}({', '.join(self.of(one) for one in args)})"
            case ast.Tuple(elts=elts) | ast.List(elts=elts):
                return ", ".join(self.of(one) for one in elts)
            case ast.Constant(value=value):
                return self._constant(value)
            case _:
                return self._named(node)

    def _compared(self, left: ast.expr, ops: list[ast.cmpop], compared: list[ast.expr]) -> str:
        said = [self.of(left, TIGHT)]
        before = left
        for how, one in zip(ops, compared, strict=True):
            name = type(how).__name__
            said.append(self._word(WORDS[name]) if name in WORDS else SIGNS[name])
            said.append(self._option(one, before) or self.of(one, TIGHT))
            before = one
        return " ".join(said)

    def _option(self, node: ast.expr, of: ast.expr) -> str:
        """The labels of options where a choice is compared with their values."""
        asked = self.definition.question(of.id) if isinstance(of, ast.Name) else None
        if asked is None or not asked.options:
            return ""
        several = node.elts if isinstance(node, ast.Tuple | ast.List) else [node]
        labels = dict(asked.choices)
        said = [
            self._word(labels[one.value]) for one in several if isinstance(one, ast.Constant) and one.value in labels
        ]
        return ", ".join(said) if len(said) == len(several) else ""

    def _constant(self, value: object) -> str:
        if isinstance(value, bool):
            return self._word(YES if value else NO)
        return f"{value:,f}" if isinstance(value, Decimal) else str(value)

    def _named(self, node: ast.expr) -> str:
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            table = self.definition.question(node.value.id)
            column = next((one for one in table.cells if one.key == node.attr), None) if table else None
            if table and column:
                return f"“{self._word(table.label)} · {self._word(column.label)}”"
        if isinstance(node, ast.Name):
            if node.id in {"yes", "no"}:
                return self._word(YES if node.id == "yes" else NO)
            asked = self.definition.question(node.id)
            return f"“{self._word(asked.label)}”" if asked else node.id
        return ast.unparse(node)

    def _word(self, said: Bilingual) -> str:
        return said.in_language(self.language)
