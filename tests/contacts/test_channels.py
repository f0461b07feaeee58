"""One address written in several ways is one address."""

from __future__ import annotations

import phonenumbers
import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from contacts.forms.channels import check_address, read_channel, write_channel
from contacts.models import Channel
from contacts.models.channel import ChannelKind, normalise

DIGITS = st.text("0123456789", min_size=7, max_size=7)
BEGINNINGS = st.sampled_from(["+7", "8", "7", "+79", "+1"])
GAPS = st.sampled_from(["", " ", "-", "  "])


@given(BEGINNINGS, GAPS, st.sampled_from(["{}", "({})", "({}", "{})"]), st.integers(300, 999), GAPS, DIGITS, GAPS)
def test_a_phone_is_what_the_library_says(
    beginning: str, gap: str, form: str, code: int, other: str, rest: str, last: str
) -> None:
    text = f"{beginning}{gap}{form.format(code)}{other}{rest[:3]}{last}{rest[3:5]}{last}{rest[5:]}"
    number = phonenumbers.parse(text, "RU")
    theirs = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    assert normalise(ChannelKind.PHONE, text) == theirs


@pytest.mark.parametrize("code", range(900, 1000))
def test_every_mobile_code_is_what_the_library_says(code: int) -> None:
    for text in (f"+7{code}1234567", f"8 ({code}) 000-00-00"):
        number = phonenumbers.parse(text, "RU")
        theirs = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        assert normalise(ChannelKind.PHONE, text) == theirs


@pytest.mark.parametrize("kind", ChannelKind)
def test_what_is_compared_fits_its_column(kind: ChannelKind) -> None:
    assert len(normalise(kind, "ß" * 300)) <= 300


@pytest.mark.parametrize("value", ["+7 999 123", "+7", "+0 000 000 00 00", "1234"])
def test_too_short_or_too_long_is_no_phone(value: str) -> None:
    with pytest.raises(ValidationError):
        check_address(ChannelKind.PHONE, value)


@pytest.mark.parametrize(
    "value", ["+7 999 123-45-67", "8 (916) 000-00-00 доб. 5", "+1 202 555 0123", "12-345", "123456"]
)
def test_a_phone_of_its_country_or_of_a_company(value: str) -> None:
    check_address(ChannelKind.PHONE, value)


@pytest.mark.parametrize("kind", ["other", "email", "telegram", "website"])
@pytest.mark.parametrize(
    "value", ["Рассылка: list@example.org", "чат: @club", "Форум: a.example", "Skype: anna.p", "a@b.ru"]
)
def test_a_line_is_read_back_as_it_was_kept(kind: str, value: str) -> None:
    assert read_channel(write_channel(Channel(kind=kind, value=value))) == (kind, value)
