"""How a letter would read for one recipient, in both languages, with what is not known of them said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parks.kernel.words import Text
from parks.notifications.actions.wording import shown_values
from parks.notifications.queries.letters import Words
from parks.notifications.rules import merging
from parks.web import language
from parks.web.forms import Form


@dataclass(frozen=True, slots=True)
class Preview:
    """One language. `gaps` are fields that this recipient has nothing for; they read as a dash."""

    lang: str
    subject: str
    body: str
    gaps: Sequence[Text]


def shown(form: Form[Any], known: Mapping[str, Any], offered: Sequence[str]) -> list[Preview]:
    """What is typed now, filled in. What only the event itself will know is shown in brackets by its name."""
    words = {lang: Words(str(form[f"subject_{lang}"]), str(form[f"body_{lang}"])) for lang in ("zh", "en")}
    return previews(words, known, offered)


def previews(words: Mapping[str, Words], known: Mapping[str, Any], offered: Sequence[str]) -> list[Preview]:
    found = []
    for lang, said in words.items():
        values = shown_values(known, lang)
        later = {
            one: f"〔{language.translate(merging.FIELDS[one].label, lang)}〕" for one in offered if one not in known
        }
        values |= later
        gaps = merging.gaps(f"{said.subject}\n{said.body}", values)
        found.append(
            Preview(
                lang,
                merging.fill(said.subject, values),
                merging.fill(said.body, values),
                [merging.FIELDS[one].label for one in gaps if one in merging.FIELDS],
            )
        )
    return found
