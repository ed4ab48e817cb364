"""What keeps a form from being published: a sentence a place, each saying which and why."""

import keyword
from collections import Counter
from collections.abc import Iterator, Mapping

from parks.kernel.errors import Invalid, SaidError
from parks.kernel.words import Bilingual, Text, _
from parks.questionnaires.rules import kinds
from parks.questionnaires.rules.definition import (
    CAN_DECIDE,
    FIGURES,
    IN_CELLS,
    MOST_QUESTIONS,
    Condition,
    Definition,
    Kind,
    Question,
    Section,
    names_in,
)
from parks.questionnaires.rules.expressions import CONSTANTS, FUNCTIONS, parse
from parks.questionnaires.rules.reachability import Space
from parks.questionnaires.rules.saying import in_words

RESERVED = frozenset({*FUNCTIONS, *CONSTANTS, *keyword.kwlist, *keyword.softkwlist})


def check(definition: Definition) -> dict[str, Text]:
    """What keeps it from being published: a sentence a place; empty where all is well."""
    found: dict[str, Text] = {}
    if not definition.sections:
        found["sections"] = _("A questionnaire needs at least one section.")
    if sum(1 for _one in definition.questions) > MOST_QUESTIONS:
        found["sections"] = _("A form has at most {n} questions. Make two of it.", n=MOST_QUESTIONS)
    for place, words in _words(definition):
        if not words.zh.strip() or not words.en.strip():
            found[place] = _("Write this in both languages.")
    found |= _keys(definition) | _shapes(definition)
    amiss = _references(definition) | _circles(definition) | _checks(definition)
    if not amiss and not found:  # what refers to nothing cannot be decided
        amiss = _unreachable(definition)
    return found | amiss


def _keys(definition: Definition) -> dict[str, Text]:
    found: dict[str, Text] = {}
    for key, times in Counter(one.key for one in definition.sections).items():
        if times > 1:
            found[f"sections.{key}"] = _("Two sections have this key.")
    for key, times in Counter(one.key for one in definition.questions).items():
        if times > 1:
            found[f"questions.{key}"] = _("Two questions have this key.")
        if key in RESERVED:
            found[f"questions.{key}"] = _("“{name}” means something else in expressions. Choose another key.", name=key)
    for key, times in Counter(one.key for one in definition.checks).items():
        if times > 1:
            found[f"checks.{key}"] = _("Two checks have this key.")
    return found


def _words(definition: Definition) -> Iterator[tuple[str, Bilingual]]:
    yield "title", definition.title
    for section in definition.sections:
        yield f"sections.{section.key}.title", section.title
        if section.help is not None:
            yield f"sections.{section.key}.help", section.help
        for question in section.questions:
            place = f"questions.{question.key}"
            yield f"{place}.label", question.label
            if question.help is not None:
                yield f"{place}.help", question.help
            for field in (question, *question.columns):
                yield f"{place}.{field.key}.label", field.label
                for option in field.options:
                    yield f"{place}.{field.key}.options.{option.value}", option.label
    for check_ in definition.checks:
        yield f"checks.{check_.key}.sentence", check_.sentence


def _references(definition: Definition) -> dict[str, Text]:
    """Conditions look back alone, as people fill in; `after` too."""
    found: dict[str, Text] = {}
    seen: dict[str, Question] = {}
    sections: set[str] = set()
    for section in definition.sections:
        if section.when and (wrong := _condition(section.when, definition, seen)):
            found[f"sections.{section.key}.when"] = wrong
        if set(section.after) - sections:
            found[f"sections.{section.key}.after"] = _("This waits for a section that does not come before it.")
        for question in section.questions:
            if question.when and (wrong := _condition(question.when, definition, seen)):
                found[f"questions.{question.key}.when"] = wrong
            if question.kind is Kind.COMPUTED and (wrong := _sum(question, definition)):
                found[f"questions.{question.key}.expression"] = wrong
            seen[question.key] = question
        sections.add(section.key)
    return found


def _condition(when: Condition | str, definition: Definition, seen: Mapping[str, Question]) -> Text | None:
    if isinstance(when, Condition):
        return None if _answerable(when, seen) else _("This asks for an answer that no earlier question can give.")
    wrong = comes_to(when, definition, kinds.TRUTH)
    if wrong is None and (later := sorted(names_in(when) - set(seen))):
        return _("“{name}” is asked later. A condition looks back: move it, or this.", name=later[0])
    return wrong


def _answerable(when: Condition, seen: Mapping[str, Question]) -> bool:
    asked = seen.get(when.question)
    if asked is None or asked.kind not in CAN_DECIDE:
        return False
    return when.equals in ({"yes", "no"} if asked.kind is Kind.YES_NO else asked.option_values)


def comes_to(text: str, definition: Definition, wanted: str) -> Text | None:
    """What is wrong with an expression that should come to a TRUTH or a NUMBER; None where nothing is."""
    try:
        expression = parse(text)
        kind = kinds.kind_of(expression, definition)
    except SaidError as error:
        return error.text
    except Invalid as refusal:
        return refusal.reason
    if kind == wanted:
        return None
    return _("This comes to no yes or no.") if wanted == kinds.TRUTH else _("This comes to no number.")


def _sum(question: Question, definition: Definition) -> Text | None:
    if not question.expression:
        return _("Say what this comes to, such as sum(budget.amount).")
    if question.key in names_in(question.expression):
        return _("This goes round in a circle: {names}.", names=f"{question.key} → {question.key}")
    return comes_to(question.expression, definition, kinds.NUMBER)


def _circles(definition: Definition) -> dict[str, Text]:
    """Sums may look ahead, so they might go round; each circle is named once, at its first question."""
    behind: dict[str, frozenset[str]] = {}
    for section in definition.sections:
        for question in section.questions:
            behind[question.key] = names_in(section.when) | names_in(question.when) | names_in(question.expression)
    found: dict[str, Text] = {}
    done: set[str] = set()
    for start in behind:
        circle = _circle(start, behind, done)
        if circle:
            of = definition.question(circle[0])
            part = "expression" if of is not None and of.kind is Kind.COMPUTED else "when"
            names = " → ".join((*circle, circle[0]))
            found[f"questions.{circle[0]}.{part}"] = _("This goes round in a circle: {names}.", names=names)
    return found


def _circle(start: str, behind: Mapping[str, frozenset[str]], done: set[str]) -> tuple[str, ...]:
    """The first circle met from here, as its keys in order; walked without recursion, for a form may be long."""
    path: list[str] = []
    waiting: list[tuple[str, bool]] = [(start, False)]
    while waiting:
        key, leaving = waiting.pop()
        if leaving:
            path.pop()
            done.add(key)
        elif key in path:
            return tuple(path[path.index(key) :])
        elif key not in done and key in behind:
            path.append(key)
            waiting.append((key, True))
            waiting += [(one, False) for one in sorted(behind[key])]
    return ()


def _checks(definition: Definition) -> dict[str, Text]:
    found: dict[str, Text] = {}
    for one in definition.checks:
        if wrong := comes_to(one.holds, definition, kinds.TRUTH):
            found[f"checks.{one.key}.holds"] = wrong
        if unknown := [place for place in one.places if definition.question(place) is None]:
            found[f"checks.{one.key}.places"] = _("There is no question “{name}”.", name=unknown[0])
    return found


def _unreachable(definition: Definition) -> dict[str, Text]:
    """Questions that nobody can ever be asked, and checks that no answers can ever fulfil."""
    found: dict[str, Text] = {}
    space = Space(definition)
    for section in definition.sections:
        if section.when and not space.possible(section.when):
            found[f"sections.{section.key}.when"] = _why(space, section.when, None)
            continue
        for question in section.questions:
            if question.when and not space.possible(*(one for one in (section.when, question.when) if one)):
                found[f"questions.{question.key}.when"] = _why(space, question.when, section)
    for one in definition.checks:
        if not space.possible(one.holds, check=True):
            found[f"checks.{one.key}.holds"] = _("No answers can ever fulfil this.")
    return found


def _why(space: Space, when: Condition | str, section: Section | None) -> Text:
    """Which two cannot hold together, in words; the smallest reason that is found."""
    of = space.definition
    own = in_words(when, of)
    if not space.possible(when, alone=True):
        return _("Nobody can ever be asked this: “{condition}” never holds.", condition=own)
    if section is not None and section.when and not space.possible(when, section.when, alone=True):
        return _(
            "Nobody can ever be asked this: it needs “{condition}”, but its section is asked only where “{other}”.",
            condition=own,
            other=in_words(section.when, of),
        )
    for key in sorted(names_in(when) | names_in(section.when if section else None)):
        asked, home = of.question(key), of.section_of(key)
        for other in (asked.when if asked else None, home.when if home else None):
            if asked is not None and other and not space.possible(when, other, alone=True):
                return _(
                    "Nobody can ever be asked this: it needs “{condition}”, but “{question}” is asked only where"
                    " “{other}”.",
                    condition=own,
                    question=asked.label,
                    other=in_words(other, of),
                )
    return _("Nobody can ever be asked this: “{condition}” never holds after what comes before.", condition=own)


def _shapes(definition: Definition) -> dict[str, Text]:
    found: dict[str, Text] = {}
    for section in definition.sections:
        if not section.questions:
            found[f"sections.{section.key}"] = _("This section asks nothing.")
    for question in definition.questions:
        place = f"questions.{question.key}"
        if question.kind is Kind.TABLE and not question.columns:
            found[place] = _("A table needs columns.")
        if question.kind is not Kind.TABLE and question.columns:
            found[place] = _("Only a table has columns.")
        if question.kind is Kind.FACT and not question.source:
            found[place] = _("Say which fact of the record is shown here.")
        if question.kind is not Kind.COMPUTED and question.expression:
            found[place] = _("Only a computed question has an expression.")
        if question.result not in FIGURES:
            found[place] = _("What is computed is a number, money or a percentage.")
        if len({one.key for one in question.columns}) < len(question.columns):
            found[place] = _("Two columns have the same key.")
        for field in (question, *question.columns):
            if field.kind in {Kind.CHOICE, Kind.CHOICES} and len(field.option_values) < 2:
                found[place] = _("Offer at least two options to choose from.")
            if len(field.option_values) < len(field.options):
                found[place] = _("Two options have the same value.")
            if field is not question and field.kind not in IN_CELLS:
                found[place] = _("A column cannot be of this kind.")
            if field.kind in FIGURES and field.min is not None and field.max is not None and field.min > field.max:
                found[place] = _("The least is more than the most.")
    return found
