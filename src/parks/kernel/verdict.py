"""The answer to a may-question, with its reason."""

from dataclasses import dataclass

from parks.kernel.errors import Forbidden
from parks.kernel.words import Text


@dataclass(frozen=True, slots=True)
class Verdict:
    ok: bool
    reason: Text | None = None

    def __bool__(self) -> bool:
        return self.ok


allowed = Verdict(ok=True)


def refused(reason: Text) -> Verdict:
    return Verdict(ok=False, reason=reason)


def require(verdict: Verdict) -> None:
    """Go on, or raise Forbidden with the verdict's own reason."""
    if verdict.reason is not None and not verdict.ok:
        raise Forbidden(verdict.reason)
