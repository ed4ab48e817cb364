"""Countries and regions as the state's forms name them."""

from parks.kernel.words import Bilingual
from parks.reference.rules.countries import OFTEN, countries, name_of


def test_every_country_and_region_has_its_names_and_nothing_else_is_listed() -> None:
    known = countries()
    assert len(known) == 249  # ISO 3166-1
    assert all(one.zh and one.en and not one.zh.isascii() for one in known.values())
    assert known["DE"] == Bilingual("德国", "Germany")
    assert known["HK"].zh == "中国香港"
    assert known["TW"].zh == "中国台湾"
    assert set(OFTEN) < set(known)
    assert list(known)[:3] == ["AL", "DZ", "AF"]  # by pinyin: ā ěr
    assert name_of("ZZ") == Bilingual("ZZ", "ZZ")
