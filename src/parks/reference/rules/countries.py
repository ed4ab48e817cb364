"""Countries and regions by ISO 3166-1, named by the Unicode data that ships with babel; no table of our own to age."""

from functools import cache

from babel import Locale

from parks.kernel.words import Bilingual

MAINLAND = "CN"

STATE_NAMES = {
    "CN": Bilingual("中国内地（大陆）", "Chinese mainland"),
    "HK": Bilingual("中国香港", "Hong Kong, China"),
    "MO": Bilingual("中国澳门", "Macao, China"),
    "TW": Bilingual("中国台湾", "Taiwan, China"),
    "FK": Bilingual("马尔维纳斯群岛（福克兰）", "Falkland Islands (Malvinas)"),
    "PS": Bilingual("巴勒斯坦", "Palestine"),
}
"""As forms of the state name them, where the Unicode data has another name."""

NOT_PLACES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"})
"""Codes of the Unicode data that ISO 3166-1 does not give to a country or region."""

OFTEN = ("US", "GB", "DE", "FR", "JP", "AU", "CA", "SG", "KR", "HK")
"""Where most returnees studied: first in the list."""


@cache
def countries() -> dict[str, Bilingual]:
    """Code → name, in the order of the Chinese names' pinyin."""
    from pypinyin import lazy_pinyin  # its dictionaries take as long as the web framework: not at every start

    zh, en = Locale("zh").territories, Locale("en").territories
    found = {
        code: STATE_NAMES.get(code) or Bilingual(str(zh[code]), str(en[code]))
        for code in map(str, en)
        if len(code) == 2 and code.isalpha() and code not in NOT_PLACES
    }
    return dict(sorted(found.items(), key=lambda one: lazy_pinyin(one[1].zh)))


def name_of(code: str) -> Bilingual:
    """The name; a code that nobody gave stands for itself."""
    return countries().get(code) or Bilingual(code, code)
