"""Amounts of money in capital characters (大写), as contracts and letters in China have them beside the figures."""

from decimal import Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")


def in_capitals(amount: Decimal) -> str:
    """500000.00 → 伍拾万元整; cents as 角 and 分 (中国人民银行《支付结算办法》附一). ValueError below zero."""
    if amount < 0:
        raise ValueError("an amount is not below zero")
    cents = int(amount.quantize(Decimal("0.01")) * 100)
    yuan, jiao, fen = cents // 100, cents // 10 % 10, cents % 10
    text = _whole(yuan) + "元" if yuan else ""
    if not jiao and not fen:
        return (text or "零元") + "整"
    if jiao:
        text += DIGITS[jiao] + "角"
    elif text:
        text += "零"
    return text + (DIGITS[fen] + "分" if fen else "整")


def _whole(number: int) -> str:
    parts: list[str] = []
    group = 0
    gap = False  # a zero is said once between figures, never at the end of a group
    while number:
        number, part = divmod(number, 10_000)
        if part:
            said = _group(part)
            parts.append(said + GROUPS[group] + ("零" if gap and parts else ""))
            gap = part < 1000
        else:
            gap = bool(parts)
        group += 1
    return "".join(reversed(parts))


def _group(number: int) -> str:
    said, zero = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            said += ("零" if zero and said else "") + DIGITS[digit] + PLACES[place]
            zero = False
        else:
            zero = True
    return said
