"""The forms of British identifiers and of common values, as regular expressions (RE2 syntax).

Sources: postcodes, BS 7666 and Royal Mail's Programmers' Guide to the Postcode Address File; NINO,
HMRC National Insurance Manual NIM39110; NHS number, NHS Data Dictionary (modulus 11).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

_OUTWARD = "(?:[A-PR-UWYZ][0-9][0-9A-HJKPSTUW]?|[A-PR-UWYZ][A-HK-Y][0-9][0-9ABEHMNPRVWXY]?|GIR)"
_INWARD = "[0-9][ABD-HJLNP-UW-Z]{2}"
POSTCODE = f"^{_OUTWARD} {_INWARD}$"
POSTCODE_LOOSE = f"(?i)^\\s*{_OUTWARD}\\s*{_INWARD}\\s*$"
UPRN = "^[0-9]{1,12}$"
# What was meant as a UPRN, whatever became of it: 1.00012E+11, or too many digits.
UPRN_MEANT = "^\\s*[0-9]+(?:\\.[0-9]*)?(?:[eE]\\+?[0-9]+)?\\s*$"
UPRN_LOOSE = "^\\s*[0-9]{1,12}(?:\\.0+)?\\s*$"
NINO = (
    "(?i)^\\s*[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z]\\s*[0-9]{2}\\s*[0-9]{2}\\s*[0-9]{2}\\s*[A-D]\\s*$"
)
_NINO_UNUSED = "(?i)^\\s*(?:BG|GB|KN|NK|NT|TN|ZZ)"
EMAIL = "(?i)^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9-]+(?:\\.[a-z0-9-]+)*\\.[a-z]{2,24}$"
PHONE = "^(?:(?:\\+44|0044)0?|0)[1-9][0-9]{8,9}$"
PHONE_LOOSE = "^(?:(?:\\+44|0044)0?|0)?[1-9][0-9]{8,9}$"
NUMBER = (
    "^[-+]?(?:£\\s?)?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\\.[0-9]*)?(?:[eE][-+]?[0-9]{1,3})?$"
)
_PERSON_NAME = "^[\\p{L}][\\p{L}\\p{M}'’`. -]*(?:, ?[\\p{L}'’. -]+)?$"
_LONGEST_PERSON_NAME = 160
STREET_WORD = (
    "(?i)\\b(?:road|rd|street|st|avenue|ave|lane|ln|close|drive|way|court|crescent|terrace|place|"
    "gardens|grove|square|hill|park|row|walk|mews|green|flat|house|cottage|farm|parade|rise|view)\\b"
)
ORGANISATION_WORD = (
    "(?i)\\b(?:ltd|limited|plc|llp|council|library|libraries|school|academy|college|church|centre|"
    "center|hall|hub|house|trust|association|society|club|services?|road|street|lane|avenue|close|"
    "surgery|pharmacy|hospital|station|department|group|company|co|ward|park|estate|hotel|inn)\\b"
)
PLACEHOLDER = (
    "(?i)^\\s*(?:n/?a|#n/a|null|none|nil|nan|unknown|unk|not known|not recorded|not available|"
    "not stated|tbc|tba|to be confirmed|missing|blank|xx+|zz+|test|-+|\\.+|\\?+|_+)\\s*$"
)
STRAY_SPACE = "^[\\s\\x{a0}]|[\\s\\x{a0}]$|\\x{a0}|[ \\t]{2,}|[\\x{200b}\\x{feff}]"
GARBLED = (
    "\\x{fffd}|[\\x{80}-\\x{84}\\x{86}-\\x{9f}]"
    "|Ã[\\x{80}-\\x{bf}ƒ‚„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€|Â[\\x{a0}-\\x{bf}]|ï¿½|ï»¿"
)

NHS_LOOSE = "^\\s*[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}\\s*$"


def fits(values: pa.Array, pattern: str) -> npt.NDArray[np.bool_]:
    """Return which of an array of strings match a pattern; null does not."""
    return mask_of(pc.match_substring_regex(values, pattern))


def mask_of(answers: pa.Array) -> npt.NDArray[np.bool_]:
    """Return an Arrow boolean array as a numpy mask; null is False."""
    return np.asarray(pc.fill_null(answers, False).to_numpy(zero_copy_only=False), dtype=np.bool_)


def is_nino(values: pa.Array) -> npt.NDArray[np.bool_]:
    """Return which strings are National Insurance numbers by form and prefix."""
    return fits(values, NINO) & ~fits(values, _NINO_UNUSED)


def is_person_name(values: pa.Array) -> npt.NDArray[np.bool_]:
    """Return which strings have the form of a person's name."""
    # RE2 compiles the form quickly only where it need not count the letters too.
    short = mask_of(pc.less_equal(pc.utf8_length(values), _LONGEST_PERSON_NAME))
    return short & fits(values, _PERSON_NAME)


def is_nhs_form(values: pa.Array) -> npt.NDArray[np.bool_]:
    """Return which strings have the ten digits of an NHS number, spaces and hyphens aside."""
    return fits(values, NHS_LOOSE)


def is_nhs_number(values: pa.Array) -> npt.NDArray[np.bool_]:
    """Return which strings are NHS numbers whose modulus-11 check digit holds."""
    formed = is_nhs_form(values)
    digits = pc.replace_substring_regex(values, "[^0-9]", "")
    numbers = pc.cast(pc.if_else(pa.array(formed), digits, "0"), pa.int64())
    number = np.asarray(pc.fill_null(numbers, 0).to_numpy(zero_copy_only=False), dtype=np.int64)
    total = sum((number // 10**place % 10) * (place + 1) for place in range(1, 10))
    check = (11 - np.asarray(total) % 11) % 11
    holds: npt.NDArray[np.bool_] = formed & (check == number % 10) & (number > 0)
    return holds


def is_phone(values: pa.Array, *, loose: bool = False) -> npt.NDArray[np.bool_]:
    """Return which strings are British telephone numbers; loose allows a lost leading nought."""
    plain = pc.replace_substring_regex(values, "[\\s().-]", "")
    return fits(plain, PHONE_LOOSE if loose else PHONE)


def any_personal(values: Sequence[str]) -> bool:
    """Return whether any string is by its form a postcode, e-mail, NINO, NHS number or mobile."""
    array = pa.array(values, pa.string())
    return bool(
        fits(array, POSTCODE_LOOSE).any()
        or fits(array, EMAIL).any()
        or is_nino(array).any()
        or (is_nhs_number(array) & ~fits(array, "^1+$")).any()
        or fits(array, "^(?:\\+44|0)7[0-9]{9}$").any()
    )
