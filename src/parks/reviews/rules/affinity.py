"""How well an expert knows a proposal, from 0 to 1, and the shared terms that say why.

Six tenths for the field (one of the twelve: the expert has it or not), four for the text: the cosine of TF-IDF vectors
over Chinese bigrams and English words. A term counts (1 + ln(times)) × (1 + ln((1 + texts) / (1 + texts with it))),
over the proposals and the experts' own words together. Rounded to four places: the stored figure is the one used.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum, log, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from parks.reviews.rules import names
from parks.reviews.rules.proposal import Proposal

FIELD, TEXT = 0.6, 0.4
PLACES = 4
RUNS = re.compile(r"[一-鿿]{2,}|[a-z][a-z0-9+-]+", re.IGNORECASE)
EMPTY = frozenset({"an", "and", "are", "as", "at", "be", "by", "for", "in", "is", "it", "of", "on", "or", "the", "to"})
"""English words that join others; Chinese ones lose their weight by being everywhere."""


@dataclass(frozen=True, slots=True)
class Words:
    """One side: fields of the twelve, and free text in either language."""

    fields: frozenset[str]
    text: str


def words_of(stored: Mapping[str, Any]) -> str:
    """All that a stored blind proposal says, in one text; an erased one says nothing."""
    if not stored:
        return ""
    answers = [answer for section in Proposal.of(stored).sections for answer in section.answers]
    found = [one for answer in answers for one in (answer.text, *(cell for line in answer.lines for cell in line))]
    return "\n".join(one if isinstance(one, str) else f"{one.zh}\n{one.en}" for one in found)


def expert_words(title: str, fields: Sequence[str]) -> str:
    """What an expert is known to speak of: the title and the fields, in both languages."""
    return " ".join([title, *(f"{CHINESE[one]} {names.FIELDS[one].msgid}" for one in fields if one in CHINESE)])


CHINESE = {
    "environment": "资源环境",
    "medicine": "医学",
    "new_energy": "新能源",
    "manufacturing": "先进制造",
    "physics": "物理",
    "microelectronics": "微电子通信",
    "biomedicine": "生物医药",
    "social_sciences": "社会科学",
    "agriculture": "农业",
    "chemistry": "化学",
    "electronics": "电子信息",
    "materials": "材料",
}
"""The twelve as domain.md §6.3 names them: terms to compare, not words to show."""


def terms(text: str) -> Counter[str]:
    """Every bigram of each run of Chinese characters, and every English word in lower case."""
    found: Counter[str] = Counter()
    for run in RUNS.findall(text):
        if run[0].isascii():
            if (word := run.lower().rstrip("-+")) not in EMPTY:
                found[word] += 1
        else:
            found.update(run[place : place + 2] for place in range(len(run) - 1))
    return found


@dataclass(frozen=True)
class Affinity:
    """All proposals against all experts."""

    proposals: Sequence[Words]
    experts: Sequence[Words]

    @cached_property
    def matrix(self) -> NDArray[np.float64]:
        """Proposals × experts."""
        place = {term: at for at, term in enumerate(sorted(self._weights_of_terms))}
        sides = [np.zeros((len(side), len(place))) for side in (self.proposals, self.experts)]
        for side, vectors in zip(sides, self._vectors, strict=True):
            for line, vector in enumerate(vectors):
                for term, weight in vector.items():
                    side[line, place[term]] = weight
        fields = np.array(
            [[bool(one.fields & other.fields) for other in self.experts] for one in self.proposals], dtype=np.float64
        ).reshape(len(self.proposals), len(self.experts))
        return np.round(FIELD * fields + TEXT * (sides[0] @ sides[1].T), PLACES)

    def shared(self, proposal: int, expert: int, count: int = 5) -> tuple[str, ...]:
        """What both speak of, what tells them from the others first."""
        one, other = self._vectors[0][proposal], self._vectors[1][expert]
        return tuple(sorted(one.keys() & other.keys(), key=lambda term: (-one[term] * other[term], term))[:count])

    @cached_property
    def _counted(self) -> tuple[list[Counter[str]], list[Counter[str]]]:
        return [terms(one.text) for one in self.proposals], [terms(one.text) for one in self.experts]

    @cached_property
    def _weights_of_terms(self) -> Mapping[str, float]:
        texts = [*self._counted[0], *self._counted[1]]
        seen = Counter(term for text in texts for term in text)
        return {term: 1 + log((1 + len(texts)) / (1 + count)) for term, count in seen.items()}

    @cached_property
    def _vectors(self) -> tuple[list[dict[str, float]], list[dict[str, float]]]:
        proposals, experts = self._counted
        return [self._vector(one) for one in proposals], [self._vector(one) for one in experts]

    def _vector(self, counted: Counter[str]) -> dict[str, float]:
        raw = {term: (1 + log(times)) * self._weights_of_terms[term] for term, times in sorted(counted.items())}
        length = sqrt(fsum(weight * weight for weight in raw.values()))
        return {term: weight / length for term, weight in raw.items()}
