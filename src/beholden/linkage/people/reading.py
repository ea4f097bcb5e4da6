"""Reading one value: names, dates of birth, postcodes, UPRNs, NHS and National Insurance numbers.

Every function takes a text as a department wrote it and returns it in one form, or None where it
cannot be read as what it should be.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_TITLES = frozenset(
    "MR MRS MS MISS MX DR PROF PROFESSOR REV REVD SIR DAME LADY LORD MASTER FR CLLR SGT".split()  # noqa: SIM905
)
_PARTICLES = frozenset("VAN VON DE DA DI DEL DER DEN LA LE EL AL BIN BINT ABU O MC MAC ST".split())  # noqa: SIM905
_PLAIN = str.maketrans({"Ł": "L", "Ø": "O", "Đ": "D", "Æ": "AE", "Œ": "OE", "Þ": "TH", "’": "'"})
_MONTHS = {
    month: at + 1
    for at, month in enumerate(
        ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
    )
}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?:[T ].*)?")
_WORDED = re.compile(r"(\d{1,2})(?:ST|ND|RD|TH)?[-/. ]([A-Z]{3})[A-Z]*[-/., ]+(\d{4})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_EARLIEST_YEAR, _LATEST_YEAR = 1850, 2100
_POSTCODE = re.compile(
    r"(GIR|[A-PR-UWYZ](?:\d[\dA-HJKPSTUW]?|[A-HK-Y]\d[\dABEHMNPRVWXY]?))(\d[ABD-HJLNP-UW-Z]{2})"
)
_NINO = re.compile(r"(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]")
_UPRN = re.compile(r"0*(\d{1,12})(?:\.0+)?")


def plain(text: str) -> str:
    """Return text in capitals, without accents and with straight apostrophes."""
    decomposed = unicodedata.normalize("NFKD", text.upper().translate(_PLAIN))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def given_name(text: str | None) -> str | None:
    """Return the first given name in letters only: "mary-jane Ann" is MARY, "J." is J."""
    words = [_letters(word) for word in re.split(r"[\s,\-]+", plain(text or ""))]
    return next((word for word in words if word and word not in _TITLES), None)


def family_name(text: str | None) -> str | None:
    """Return a surname in letters only: "O’Brien" is OBRIEN, "Hyde-Porter" HYDEPORTER."""
    return _letters(plain(text or "")) or None


def whole_name(text: str | None) -> tuple[str | None, str | None]:
    """Return given name and surname of a name in one text.

    "Mr John Smith", "SMITH, John" and "Mr J & Mrs P Smith" (the first of the two) are read; a
    single word is a surname.
    """
    name = re.sub(r"\([^)]*\)", " ", plain(text or ""))
    if "," in name:
        family, _, given = name.partition(",")
        return given_name(given), family_name(" ".join(_untitled(family)))
    parties = re.split(r"\s*(?:&|\+|\bAND\b)\s*", name)
    words, last = _untitled(parties[0]), _untitled(parties[-1])
    if len(parties) > 1 and len(words) < 2 and last:
        words = [*words, last[-1]]
    return _split(words)


def _untitled(text: str) -> list[str]:
    words = text.replace(".", " ").split()
    while words and _letters(words[0]) in _TITLES:
        words = words[1:]
    return words


def _split(words: list[str]) -> tuple[str | None, str | None]:
    if len(words) < 2:
        return None, family_name("".join(words))
    start = len(words) - 1
    while start > 1 and _letters(words[start - 1]) in _PARTICLES:
        start -= 1
    return given_name(words[0]), family_name("".join(words[start:]))


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalpha())


def birth_date(text: str | None) -> date | None:
    """Return a date of birth, day before month where digits leave it open.

    1971-06-24, 24/06/1971, 24-Jun-1971, "24 June 1971" and 19710624 are read, with or without a
    time. The first of January 1900, which stands for "not known" in many systems, is None.
    """
    year, month, day = _date_parts(plain(text or "").strip())
    if not _EARLIEST_YEAR <= year <= _LATEST_YEAR or (year, month, day) == (1900, 1, 1):
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _date_parts(text: str) -> tuple[int, int, int]:
    for form in (_ISO, _COMPACT):
        if found := form.fullmatch(text):
            return int(found[1]), int(found[2]), int(found[3])
    if found := _DAY_FIRST.fullmatch(text):
        return int(found[3]), int(found[2]), int(found[1])
    if found := _WORDED.fullmatch(text):
        return int(found[3]), _MONTHS.get(found[2], 0), int(found[1])
    return 0, 0, 0


def postcode(text: str | None) -> str | None:
    """Return a postcode with its space (BS 7666 grammar), or None where it is not one."""
    closed = re.sub(r"[^A-Z0-9]", "", plain(text or ""))
    found = _POSTCODE.fullmatch(closed)
    return f"{found[1]} {found[2]}" if found else None


def uprn(text: str | None) -> str | None:
    """Return a UPRN without leading zeros, also from a number that was stored as 100012.0."""
    found = _UPRN.fullmatch((text or "").strip())
    return found[1] if found and found[1].strip("0") else None


def nhs_number(text: str | None) -> str | None:
    """Return an NHS number whose check digit is right (NHS Data Dictionary, modulus 11)."""
    digits = re.sub(r"[\s\-]", "", text or "")
    if not re.fullmatch(r"\d{10}", digits) or len(set(digits)) == 1:
        return None
    total = sum(int(digit) * (10 - at) for at, digit in enumerate(digits[:9]))
    return digits if (11 - total % 11) % 11 == int(digits[9]) else None


def nino(text: str | None) -> str | None:
    """Return a National Insurance number of valid form (HMRC manual NIM39110), suffix included."""
    closed = re.sub(r"[\s\-.]", "", plain(text or ""))
    return closed if _NINO.fullmatch(closed) else None


def email(text: str | None) -> str | None:
    """Return an e-mail address in small letters, or None where it is not of the form a@b.c."""
    address = (text or "").strip().lower()
    return address if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", address) else None


def premises(text: str | None) -> str | None:
    """Return the numbers of an address with their letters, sorted: "Flat 2, 14A" is "14A 2"."""
    numbers = re.findall(r"\d+[A-Z]?\b", plain(text or ""))
    return " ".join(sorted(numbers)) or None
