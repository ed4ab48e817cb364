"""Numbers as people type them: what is valid is taken in one form, what has a slip is told kindly."""

from datetime import date
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import AfterValidator, TypeAdapter
from stdnum.cn import ric
from stdnum.exceptions import ValidationError as StdnumError

from parks.demo import fictions
from parks.kernel.words import Text
from parks.reference.rules import identifiers as ids
from parks.web.language import catalogue

FAKE_USCCS = (
    "91330100FAKE00013C", "91330100FAKE000217", "91330100FAKE0003XY", "91330100FAKE00048Y", "91330100FAKE00056R",
    "91330100FAKE00064L", "91330100FAKE00072F", "91330100FAKE00080A", "91330100FAKE000997", "91330100FAKE00101T",
    "12330100FAKE009966", "92330100FAKE00777K", "91330106FAKE00881H",
)  # fmt: skip


@pytest.mark.parametrize("code", FAKE_USCCS)
def test_a_credit_code_of_the_fictions_is_taken_without_doubt(code: str) -> None:
    assert ids.uscc(code) == code
    assert ids.uscc_doubt(code) is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("91110000600037341l", "91110000600037341L"),  # a published example; lower case
        (" 9111 0000 6000 3734 1L ", "91110000600037341L"),
        ("９１３３０１００ＦＡＫＥ０００１３Ｃ", "91330100FAKE00013C"),  # full width
        ("91330100-FAKE0001-3C\u200b", "91330100FAKE00013C"),
    ],
)
def test_a_credit_code_is_read_as_people_type_it(typed: str, code: str) -> None:
    assert ids.uscc(typed) == code


@pytest.mark.parametrize("registrar", ["A1", "N2", "Y1"])
def test_registrars_with_a_letter_are_taken(registrar: str) -> None:
    body = f"{registrar}330100FAKE00013"
    assert ids.uscc(body + ids._uscc_sign(body + "0"))


def test_an_inner_code_that_does_not_compute_is_a_hint_not_a_refusal() -> None:
    body = "91330100FAKE00014"  # the organisation code's check would be 3
    code = ids.uscc(body + ids._uscc_sign(body + "0"))
    assert "unusual" in str(ids.uscc_doubt(code))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("91330100FAKE00013D", "slip"),
        ("91330100FAKE0013C", "has 17"),
        ("91330100FAKEO0013C", "letter O; perhaps it is 0"),
        ("9133O100FAKE00013C", "letter O"),
        ("91330A00FAKE00013C", "six digits"),
        ("91330100FAKE0001#C", "digits and capital letters"),
        ("", "has 0"),
        ("一二三四五六七八九十一二三四五六七八", "digits and capital letters"),
    ],
)
def test_a_credit_code_with_a_slip_is_told_which(typed: str, told: str) -> None:
    with pytest.raises(ids.IdentifierError) as caught:
        ids.uscc(typed)
    assert told in str(caught.value.text)


@given(st.sampled_from(FAKE_USCCS), st.integers(0, 17), st.sampled_from(ids.USCC_SIGNS))
def test_any_single_wrong_sign_of_a_credit_code_is_found(code: str, place: int, sign: str) -> None:
    wrong = code[:place] + sign + code[place + 1 :]
    if wrong != code:
        with pytest.raises(ids.IdentifierError):
            ids.uscc(wrong)


@pytest.mark.parametrize(
    ("number", "kind", "born"),
    [
        ("330106199203059960", ids.IdentityKind.RESIDENT, date(1992, 3, 5)),
        ("330106198906149976", ids.IdentityKind.RESIDENT, date(1989, 6, 14)),
        ("310104197709219970", ids.IdentityKind.RESIDENT, date(1977, 9, 21)),
        ("440305196811029999", ids.IdentityKind.RESIDENT, date(1968, 11, 2)),  # born before the district
        ("810000199001019961", ids.IdentityKind.HK_MACAO_TAIWAN, date(1990, 1, 1)),
        ("931000198506129975", ids.IdentityKind.FOREIGN_PERMANENT, date(1985, 6, 12)),
    ],
)
def test_identity_numbers_are_taken_also_where_the_library_refuses_them(
    number: str, kind: ids.IdentityKind, born: date
) -> None:
    assert ids.resident_id(f" {number[:6]} {number[6:14]} {number[14:].lower()}", on=date(2026, 11, 22)) == number
    assert (ids.identity_kind(number), ids.born(number)) == (kind, born)


@pytest.mark.parametrize("number", ["810000199001019961", "931000198506129975", "440305196811029999"])
def test_the_library_would_refuse_them(number: str) -> None:
    """The day it no longer does, our own branch may go."""
    with pytest.raises(StdnumError):
        ric.validate(number)


def test_the_older_card_of_foreigners_is_taken() -> None:
    assert ids.resident_id("usa 310000123456") == "USA310000123456"
    assert ids.identity_kind("USA310000123456") is ids.IdentityKind.FOREIGN_PERMANENT
    assert ids.born("USA310000123456") is None


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("330106199203059961", "slip"),
        ("330106920305996", "old form"),
        ("33010619920305996", "18 digits"),
        ("990106199203059960", "slip"),  # the card of foreigners, wrong check
        ("010106199203059960", "region"),
        ("330106199202309966", "day of birth"),
        ("330106202712319966", "day of birth"),
        ("", "18 digits"),
    ],
)
def test_an_identity_number_with_a_slip_is_told_which(typed: str, told: str) -> None:
    with pytest.raises(ids.IdentifierError) as caught:
        ids.resident_id(typed, on=date(2026, 11, 22))
    assert told in str(caught.value.text)


@given(st.dates(date(1940, 1, 1), date(2008, 1, 1)), st.integers(996, 999), st.integers(0, 17), st.integers(1, 9))
def test_any_single_wrong_digit_of_an_identity_number_is_found(born: date, sequence: int, place: int, by: int) -> None:
    number = fictions.identity_number("330106", born, sequence)
    assert ids.resident_id(number) == number
    if number[place] != "X":
        wrong = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
        with pytest.raises(ids.IdentifierError):
            ids.resident_id(wrong)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("120230000417", "120230000417"),
        ("120190000001", "120190000001"),
        ("教留服认 美[2010]00001号", "教留服认 美[2010]00001号"),
        ("教留服认美〔2010〕00001号", "教留服认 美[2010]00001号"),
        ("教留服认英（2012）01234", "教留服认 英[2012]01234号"),
    ],
)
def test_both_forms_of_a_degree_certification_are_read(typed: str, number: str) -> None:
    assert ids.cscse_number(typed) == number


@pytest.mark.parametrize("typed", ["12023000041", "教留服认[2010]00001号", "abc", "020190000001"])
def test_other_texts_are_no_degree_certification(typed: str) -> None:
    with pytest.raises(ids.IdentifierError, match="12 digits"):
        ids.cscse_number(typed)


@pytest.mark.parametrize(
    ("typed", "number", "kind"),
    [
        ("ZL202319990001.1", "ZL202319990001.1", "invention_patent"),
        ("ZL 2024 2 9990002.6", "ZL202429990002.6", "utility_model"),
        ("zl202519990003.x", "ZL202519990003.X", "invention_patent"),
        ("2025 8 9990004 2", "ZL202589990004.2", "invention_patent"),
        ("CN202619990005.3", "ZL202619990005.3", "invention_patent"),
        ("ZL００１０１２０１．０", "ZL00101201.0", "invention_patent"),  # before October 2003: weights 2 to 9
        ("ZL85200001.4", "ZL85200001.4", "utility_model"),
    ],
)
def test_patent_numbers_of_both_forms_are_read(typed: str, number: str, kind: str) -> None:
    assert ids.patent_number(typed) == number
    assert ids.patent_kind(number) == kind


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("ZL202310123456.7", "slip"),
        ("ZL202379990001.1", "says its kind"),
        ("ZL197519990001.1", "year"),
        ("ZL2023199900.1", "reads ZL"),
        ("", "reads ZL"),
    ],
)
def test_a_patent_number_with_a_slip_is_told_which(typed: str, told: str) -> None:
    with pytest.raises(ids.IdentifierError) as caught:
        ids.patent_number(typed)
    assert told in str(caught.value.text)


@pytest.mark.parametrize(
    "number",
    [
        "102100099996", "105100000017", "104100000004", "103100000026", "301290000007", "308584000013",
        "303100000006", "302100011000", "305100000013", "310290000013", "309391000011", "307584007998",
        "304100040000", "306581000003", "403100000004", "313331000014", "402331000007", "501290000012",
        "011100000003", "001100011002",
    ],
)  # fmt: skip
def test_published_clearing_numbers_are_taken(number: str) -> None:
    """Head offices of state, joint-stock, city, rural and foreign banks, the treasury and the central bank."""
    assert ids.bank_clearing_number(f"{number[:3]} {number[3:7]} {number[7:]}") == number


@pytest.mark.parametrize(("typed", "told"), [("10210009999", "12 digits"), ("102100099995", "slip"), ("", "12 digits")])
def test_a_clearing_number_with_a_slip_is_told(typed: str, told: str) -> None:
    with pytest.raises(ids.IdentifierError) as caught:
        ids.bank_clearing_number(typed)
    assert told in str(caught.value.text)


@pytest.mark.parametrize(
    ("read", "typed", "normal"),
    [
        (ids.phone, "138 0013 8000", "+8613800138000"),
        (ids.phone, "＋49 89 2180 0", "+498921800"),
        (ids.phone, "0571-87654321", "+8657187654321"),
        (ids.passport, "e 1234567", "E1234567"),
        (ids.software_copyright, "2023sr0123456", "2023SR0123456"),
        (ids.software_copyright, "软著登字第2010SR012345号", "2010SR012345"),
        (ids.trademark_number, "12345678A", "12345678A"),
        (ids.trademark_number, "G1234567", "G1234567"),
        (ids.layout_design_number, "BS.235001234", "BS.235001234"),
        (ids.bank_account, "6222 0000 1234 5678", "6222000012345678"),
    ],
)
def test_the_other_numbers_have_one_normal_form(read, typed: str, normal: str) -> None:
    assert read(typed) == normal
    assert read(normal) == normal


@pytest.mark.parametrize(
    ("read", "typed"),
    [
        (ids.phone, "12345"), (ids.phone, ""), (ids.phone, "not a phone"), (ids.passport, "AB"),
        (ids.passport, "E123'; DROP"), (ids.software_copyright, "2023SR12"), (ids.trademark_number, "H12"),
        (ids.layout_design_number, "BS"), (ids.bank_account, "1234"), (ids.bank_account, "٠١٢٣٤٥٦٧٨٩"),
    ],
)  # fmt: skip
def test_the_other_numbers_are_refused_with_a_sentence(read, typed: str) -> None:
    with pytest.raises(ids.IdentifierError) as caught:
        read(typed)
    assert caught.value.text.msgid in catalogue()


READERS = (
    ids.uscc, ids.resident_id, ids.passport, ids.cscse_number, ids.patent_number, ids.software_copyright,
    ids.trademark_number, ids.layout_design_number, ids.bank_clearing_number, ids.bank_account, ids.phone,
)  # fmt: skip


@given(st.sampled_from(READERS), st.text(max_size=40) | st.from_regex(r"[0-9A-ZＸ²①٣. \-]{0,20}", fullmatch=True))
def test_no_text_makes_a_reader_stumble(read, typed: str) -> None:
    """Whatever is typed is taken or refused with a sentence that Chinese readers have too."""
    told = None
    try:
        assert read(read(typed)) == read(typed)
    except ids.IdentifierError as error:
        told = error.text
    assert told is None or (isinstance(told, Text) and told.msgid in catalogue())


def test_a_reader_serves_as_a_validator_of_a_form() -> None:
    shape = TypeAdapter(Annotated[str, AfterValidator(ids.uscc)])
    assert shape.validate_python("91330100fake00013c") == "91330100FAKE00013C"


def test_masks_show_what_may_be_shown() -> None:
    assert ids.mask_identity("330106199203059960") == "330106********9960"
    assert ids.mask_identity("E1234567") == "******67"
    assert ids.mask_phone("+8613800000000") == "138****0000"
    assert ids.mask_phone("+498921800") == "+49****1800"
    assert ids.mask_account("6222000012345678") == "************5678"
    assert ids.mask_account("123") == "***"
