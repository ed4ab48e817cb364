"""What a message says: both languages out of one file, `templates/emails/{context}/{name}.txt`.

A file has four blocks: `zh_subject`, `zh`, `en_subject`, `en`. They are plain text, so nothing is escaped; a message
is never shown as HTML but by templates that escape it.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from jinja2 import ChainableUndefined, Environment, FileSystemLoader, StrictUndefined

from parks import paths
from parks.notifications.queries.letters import Words
from parks.notifications.rules import merging
from parks.settings import settings
from parks.web import language

LONGEST_SUBJECT = 300


@cache
def _environment(lang: str) -> Environment:
    made = Environment(
        loader=FileSystemLoader(paths.TEMPLATES / "emails"),
        autoescape=False,  # noqa: S701 - plain text; pages that show it escape it
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        say=lambda text: language.translate(text, lang),
        day=lambda value: language.day(value, lang),
        moment=lambda value: language.moment(value, lang),
        money=language.money,
    )
    made.globals["base_url"] = settings().base_url
    return made


def words(template: str, values: Mapping[str, Any], lang: str) -> Words:
    """The message in `zh` or `en`. A value that the template misses is an error: nobody gets a letter with a hole."""
    found = _environment(lang).get_template(f"{template}.txt")
    context = found.new_context(dict(values))

    def block(name: str) -> str:
        return "".join(found.blocks[name](context)).strip()

    return Words(" ".join(block(f"{lang}_subject").split())[:LONGEST_SUBJECT], block(lang))


def suggestion(template: str, fields: Sequence[str], lang: str) -> Words:
    """The house's own words with the merge fields where its values would stand: what an officer begins with."""
    made = _environment(lang).overlay(undefined=ChainableUndefined, cache_size=0)
    made.filters = {**made.filters, **dict.fromkeys(("say", "day", "moment", "money"), str)}
    shown = {one: f"{{{merging.FIELDS[one].zh if lang == 'zh' else one}}}" for one in fields}
    found = made.get_template(f"{template}.txt")
    context = found.new_context({**shown, "text": shown.get("reason", "")})

    def block(name: str) -> str:
        return "".join(found.blocks[name](context)).strip()

    return Words(" ".join(block(f"{lang}_subject").split()), block(lang))


def merged(said: Words, known: Mapping[str, Any], lang: str) -> Words:
    """A call's own wording with its fields filled in, in `zh` or `en`."""
    values = shown_values(known, lang)
    subject = merging.fill(said.subject, values)
    return Words(" ".join(subject.split())[:LONGEST_SUBJECT], merging.fill(said.body, values).strip())


def shown_values(known: Mapping[str, Any], lang: str) -> dict[str, str]:
    """Each value as a sentence shows it."""
    return {name: str(language.shown(value, lang) or "") for name, value in known.items()}


def mail(first: str, told: Mapping[str, Words], url: str) -> tuple[str, str]:
    """Subject and text of the mail: the reader's language `first`, the other below it, the way to it in both."""
    second = "en" if first == "zh" else "zh"
    frame = _environment(first).get_template("frame.txt")
    text = frame.render(
        first=first,
        told={lang: told[lang].body for lang in (first, second)},
        link=f"{settings().base_url}{url}" if url else "",
    )
    return told[first].subject, text.strip() + "\n"
