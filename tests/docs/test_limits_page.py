"""The pages of limits and of cryptography say what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from beholden.actions.api_keys import LONGEST_DAYS
from beholden.doors.web.uploads import LARGEST_MIB, LARGEST_READ_MIB
from beholden.intake import ReadLimits, limits_of
from beholden.intake.limits import MIB

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"


def cells(page: str) -> dict[str, list[str]]:
    """Return the cells of each row of the tables of a page, under what stands in its first."""
    rows = re.findall(r"^\| (.+) \|$", (REFERENCE / page).read_text("utf-8"), re.M)
    found = [[cell.strip() for cell in row.split(" | ")] for row in rows]
    return {first: rest for first, *rest in found}


def mib(size: int) -> str:
    return f"{size // MIB:,} MiB"


def test_the_page_of_limits_says_what_the_code_does():
    from beholden.actions.keeping_answers import _LONGEST_KEPT
    from beholden.actions.scheduling.kept import MOST_BYTES
    from beholden.areas import LARGEST_MIB as OF_AREAS
    from beholden.doors.web import settings
    from beholden.doors.web.sign_in import sessions

    told, far, near = cells("limits.md"), limits_of(LARGEST_READ_MIB), ReadLimits()
    whole = "one file, and all that comes with one request"
    assert told[whole] == [f"{LARGEST_MIB} MiB", mib(near.file_bytes)]
    excel, parquet = "what an Excel file unpacks to", "what a Parquet file unpacks to"
    assert told[excel] == [mib(far.file_bytes), mib(near.file_bytes)]
    assert told[parquet] == [mib(far.unpacked_bytes), mib(near.unpacked_bytes)]
    assert told["columns"][0] == f"{near.columns:,}"
    row = f"{near.record_bytes // MIB} MiB, {near.field_bytes // MIB} MiB"
    assert told["one row of text, one cell"][0] == row
    assert told["a body that is no file"][0] == mib(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    assert str(OF_AREAS) in told["areas of a map"][1]
    kept = told["an answer that is kept for a schedule"][0]
    assert kept == f"{_LONGEST_KEPT:,} rows, {MOST_BYTES // MIB} MiB"
    assert str(LONGEST_DAYS) in told["a key of the API"][0]
    hours = (sessions.IDLE // 3600, sessions.LONGEST // 3600)
    assert hours == (1, 12)
    assert "an hour" in told["a session"][0]
    assert "12 hours" in told["a session"][0]
    assert settings.ACCOUNT_RATE_LIMITS == {"login_failed": "30/5m/ip,5/5m/key", "login": "60/m/ip"}


# What a file calls that encrypts, signs, or makes a fingerprint under a key.
_USES = re.compile(
    r"AESGCM\(|Ed25519PrivateKey\.|Fernet\(|hmac\.(?:new|digest)\(|blake2b\(.{,120}?key=", re.S
)


def test_the_inventory_of_cryptography_names_every_file_that_uses_any():
    page = (REFERENCE / "cryptography.md").read_text("utf-8")
    named = set(re.findall(r"`(src/[\w/.]+)`", page))
    assert sorted(one for one in named if not (ROOT / one).is_file()) == []
    files = ((file, file.read_text("utf-8")) for file in (ROOT / "src").rglob("*.py"))
    uses = {str(file.relative_to(ROOT)) for file, text in files if _USES.search(text)}
    assert sorted(uses - named) == []
    assert len(uses) > 10
