"""What is shown of a way to reach somebody: enough to know it again, not enough to use it (domain.md §10)."""

import re

EMAIL = re.compile(r"([^\s@])[^\s@]*(@[^\s@]+)")
DIGITS = re.compile(r"\d(?:[ -]?\d){5,}")


def contact(text: str) -> str:
    """`13800000000` → `138****0000`, `wei@a.cn` → `w***@a.cn`; words between them stay."""
    return DIGITS.sub(_digits, EMAIL.sub(r"\1***\2", text))


def _digits(match: re.Match[str]) -> str:
    plain = re.sub(r"\D", "", match[0])
    return f"{plain[:3]}****{plain[-4:]}" if len(plain) > 8 else f"{plain[0]}****{plain[-1]}"
