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
_SOUNDS = {
    letter: digit
    for digit, letters in zip("123456", ("BFPV", "CGJKQSXZ", "DT", "L", "MN", "R"), strict=True)
    for letter in letters
}
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
_PARTS = frozenset("FLAT APARTMENT APT UNIT ROOM FLOOR STUDIO THE".split())  # noqa: SIM905
_STREETS = {
    "RD": "ROAD", "ST": "STREET", "AVE": "AVENUE", "AV": "AVENUE", "CL": "CLOSE",
    "CRES": "CRESCENT", "CT": "COURT", "DR": "DRIVE", "GDNS": "GARDENS", "GRV": "GROVE",
    "LN": "LANE", "PL": "PLACE", "SQ": "SQUARE", "TER": "TERRACE", "HSE": "HOUSE", "PK": "PARK",
}  # fmt: skip
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


def name_words(text: str | None) -> list[str] | None:
    """Return the distinct words of a name of two letters or more, without titles, sorted."""
    words = {_letters(word) for word in re.split(r"[\s,\-/]+", plain(text or "")) if word}
    named = sorted(word for word in words - _TITLES - _PARTICLES if len(word) > 1)
    return named or None


def soundex(name: str) -> str:
    """Return how a name sounds: its first letter and three digits.

    The rule is that of the United States National Archives, "Soundex System" (2007).
    """
    digits, last = "", _SOUNDS.get(name[0], "")
    for letter in name[1:]:
        digit = _SOUNDS.get(letter, "")
        if digit and digit != last:
            digits += digit
        last = last if letter in "HW" else digit
    return name[0] + digits[:3].ljust(3, "0")


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


def birth_text(text: str | None) -> str | None:
    """Return a date of birth as YYYY-MM-DD, for comparing.

    Unlike ``birth_date`` it keeps a date of any year, and one that the calendar does not have
    (1971-06-34), as that is a typing error of another; nothing known (a zero for a part, or
    the first of January 1900) is None.
    """
    year, month, day = _date_parts(plain(text or "").strip())
    if not (year and month and day) or (year, month, day) == (1900, 1, 1):
        return None
    return f"{year:04}-{month:02}-{day:02}"


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


def postcode_like(text: str | None) -> str | None:
    """Return a postcode, or else what stands in its place if it might be one of another grammar.

    That is three to eight letters and digits with at least one digit, so that a mistyped postcode
    or a foreign one can still be compared.
    """
    closed = re.sub(r"[^A-Z0-9]", "", plain(text or ""))
    like = 3 <= len(closed) <= 8 and any(letter.isdigit() for letter in closed)
    british = 5 <= len(closed) <= 7 and not closed.isdigit()
    shown = f"{closed[:-3]} {closed[-3:]}" if british else closed
    return postcode(closed) or (shown if like else None)


def phone(text: str | None) -> str | None:
    """Return the last nine digits of a telephone number, so without its country and trunk code."""
    digits = re.sub(r"\D", "", text or "")
    return digits[-9:] if len(digits) >= 9 and len(set(digits)) > 2 else None


def plain_words(text: str | None) -> str | None:
    """Return words in capitals, letters only, one space between: "St. Ives" is "ST IVES"."""
    return " ".join(re.findall(r"[A-Z]+", plain(text or "").replace("'", ""))) or None


def sex(text: str | None) -> str | None:
    """Return F or M as written ("female", "M", "1. Male"), or None where it is neither."""
    word = plain_words(text) or ""
    return {"F": "F", "FEMALE": "F", "W": "F", "WOMAN": "F"}.get(word) or (
        "M" if word in ("M", "MALE", "MAN") else None
    )


def street(text: str | None) -> str | None:
    """Return the words of an address, without numbers, and without the words for a part of one."""
    words = [word for word in re.findall(r"[A-Z0-9']+", plain(text or "")) if word.isalpha()]
    kept = [_STREETS.get(word, word) for word in words if word not in _PARTS and len(word) > 1]
    return " ".join(kept[:6]) or None


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
