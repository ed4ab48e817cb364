"""Sentences in the reader's language: zh-CN first, English the key. Catalogues: templates/words/*.po, one a context."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel.messages.pofile import read_po

from parks import paths
from parks.kernel.money import Money
from parks.kernel.words import Bilingual, Text

LANGUAGES = ("zh", "en")
HTML_LANG = {"zh": "zh-CN", "en": "en"}
BEIJING = ZoneInfo("Asia/Shanghai")
WEEKDAYS_ZH = "一二三四五六日"


@cache
def catalogue() -> dict[str, str]:
    """English → Chinese, from every catalogue."""
    words: dict[str, str] = {}
    for path in sorted((paths.TEMPLATES / "words").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="zh_Hans_CN"):
                if isinstance(message.id, str) and message.id and message.string:
                    words[message.id] = str(message.string)
    return words


def translate(text: Text | Bilingual | str, language: str) -> str:
    """The sentence in `zh` or `en`; values that are sentences themselves are translated too."""
    if isinstance(text, Bilingual):
        return text.en if language == "en" else text.zh
    if isinstance(text, str):
        return text
    sentence = text.msgid if language == "en" else catalogue().get(text.msgid, text.msgid)
    if not text.values:
        return sentence
    return sentence.format(**{name: shown(value, language) for name, value in text.values.items()})


def shown(value: Any, language: str) -> Any:
    """Any value as a sentence shows it. Plain text is somebody's own words and stays as it is."""
    if type(value) is str:  # the most of all, and before six questions about its class
        return value
    match value:
        case Text() | Bilingual():
            return translate(value, language)
        case Money():
            return money(value)
        case datetime():
            return moment(value, language)
        case date():
            return day(value, language)
        case _:
            return value


def speaker(language: str) -> Callable[[Any], Any]:
    """`shown` in one language, quick where nothing has to be filled in: a list asks it two hundred times."""
    words = {} if language == "en" else catalogue()

    def say(value: Any) -> Any:
        kind = type(value)
        if kind is str:
            return value
        if kind is Text and not value.values:
            return words.get(value.msgid, value.msgid)
        return shown(value, language)

    return say


def day(value: date, language: str) -> str:
    """2026年11月22日（周日） · Sun 22 Nov 2026"""
    if language == "en":
        return f"{value:%a} {value.day} {value:%b %Y}"
    return f"{value.year}年{value.month}月{value.day}日（周{WEEKDAYS_ZH[value.weekday()]}）"


@lru_cache(maxsize=10_000)  # the same fifty deadlines and days stand on every page of a list
def moment(value: datetime, language: str) -> str:
    """The day and the time in Beijing; English says whose time it is."""
    local = value.astimezone(BEIJING)
    if language == "en":
        return f"{day(local.date(), language)}, {local.hour:02}:{local.minute:02} (Beijing)"
    return f"{day(local.date(), language)} {local.hour:02}:{local.minute:02}"


def stamp(value: datetime, language: str) -> str:
    """The same where the page says once whose time it is: cells of a list."""
    return moment(value, language).removesuffix(" (Beijing)")


def number(value: Decimal | int, places: int | None = None) -> str:
    """1,234.5; never an exponent: a Decimal of 1E+2 reads 100."""
    if places is None:
        return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    return f"{value:,.{places}f}"


SIGNS = {"CNY": "¥", "EUR": "€", "USD": "$", "GBP": "£", "HKD": "HK$"}


def money(value: Money) -> str:
    """¥500,000.00; a currency without a sign of its own is named."""
    sign = SIGNS.get(value.currency, f"{value.currency} ")
    return f"{'-' if value.amount < 0 else ''}{sign}{abs(value.amount):,.2f}"


def money_wan(value: Money, language: str) -> str:
    """The same in 万元 from ten thousand on (50 万元 · CNY 500k), for the eye: to two places; empty below."""
    if value.in_wan is None:
        return ""
    wan = value.in_wan.quantize(Decimal("0.01")).normalize()
    if language == "en":
        return f"{value.currency} {(wan * 10).normalize():,f}k"
    return f"{wan:,f} 万元" if value.currency == "CNY" else f"{wan:,f} 万 {value.currency}"
