"""Where an expert's fees go, as the expert types it."""

from dataclasses import dataclass

CURRENCIES = ("CNY", "USD", "EUR", "HKD")


@dataclass(frozen=True, slots=True)
class Account:
    """`number` in plain digits, or empty to keep what is on record; never stored like this."""

    holder: str
    bank: str
    branch: str
    number: str = ""
