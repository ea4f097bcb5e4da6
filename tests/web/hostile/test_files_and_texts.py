"""Bombs, entities, parts and nesting without end; texts that are markup, patterns or addresses."""

from __future__ import annotations

import io
import re
import socket
import zipfile
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from actions.ashmere import CODES, DPO
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pyarrow import parquet as pq

from web.serving import signed_in
from web.sign_in.conftest import ADDRESSES, PASSWORD

STEWARD, OWNER = CODES["revenues"], CODES["owner"]
STATIC = Path(__file__).parents[3] / "src/beholden/doors/web/static"


def test_what_nobody_may_guess_comes_from_the_secure_generator():
    """The module ``random`` is for noise in tests and samples that nobody may foretell too."""
    doors = STATIC.parent.parent
    users = [
        file
        for file in doors.rglob("*.py")
        if re.search(r"^import random|from random", file.read_text("utf-8"), re.M)
    ]
    assert [file.name for file in users if "demo" not in str(file)] == []
    assert "secrets.randbelow" in (doors / "web/resident/one_time.py").read_text("utf-8")


def bomb() -> bytes:
    """Return a workbook whose one sheet unpacks to a gigabyte of nothing."""
    book, content = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["a", "b"])
    book.save(content)
    with (
        zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/media/zqx.bin", "w", force_zip64=True) as entry,
    ):
        for _part in range(1024):
            entry.write(bytes(2**20))
    return content.getvalue()


def register(council, name: str, content: bytes):
    officer = signed_in(council, STEWARD)
    sent = {
        "name": "bombs",
        "title": "Bombs (made up)",
        "file": SimpleUploadedFile(name, content),
        "made_up": "on",
    }
    return officer.post("/work/register-a-dataset/", sent)


def test_a_workbook_that_unpacks_to_a_gigabyte_is_refused_unread(council):
    answer = register(council, "a.xlsx", bomb())
    assert answer.status_code == 422
    assert "unpacks to more" in answer.content.decode()
    assert list(council.path(".staging").glob("work-*")) == []


def test_a_table_of_one_text_many_times_is_refused_before_it_is_unfolded(council):
    """A few kilobytes of Parquet that stand for 32 GiB: a text of a mebibyte in 32,768 rows."""
    text = pa.DictionaryArray.from_arrays(pa.array([0] * 2**15, pa.int32()), ["x" * 2**20])
    content = io.BytesIO()
    pq.write_table(pa.table({"a": text}), content, compression="zstd")
    assert len(content.getvalue()) < 2**20
    answer = register(council, "a.parquet", content.getvalue())
    assert answer.status_code == 422
    assert "unpacks to more" in answer.content.decode()
    assert list(council.path(".staging").glob("work-*")) == []


def test_a_workbook_may_name_no_entity(council, tmp_path):
    (tmp_path / "secret").write_text("zqxsecret", encoding="utf-8")
    book, content = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["a", "b"])
    book.active.append(["x", "y"])
    book.save(content)
    hostile = io.BytesIO()
    with zipfile.ZipFile(content) as whole, zipfile.ZipFile(hostile, "w") as made:
        for name in whole.namelist():
            text = whole.read(name)
            if name == "xl/worksheets/sheet1.xml":
                entity = f'<!DOCTYPE s [<!ENTITY e SYSTEM "file://{tmp_path}/secret">]>'.encode()
                text = entity + re.sub(rb"<\?xml[^>]*>", b"", text).replace(
                    b"<sheetData>", b"<sheetData>&e;", 1
                )
            made.writestr(name, text)
    answer = register(council, "a.xlsx", hostile.getvalue())
    assert "zqxsecret" not in answer.content.decode()
    assert answer.status_code in {302, 422}
    found = [path for path in council.path("datasets").rglob("*.parquet")]
    assert all(b"zqxsecret" not in path.read_bytes() for path in found)


def test_too_many_parts_are_refused(council):
    officer = signed_in(council, OWNER)
    many = {f"zqx{number}": "x" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    assert officer.post("/work/state-a-use/", many).status_code == 400
    files = {f"f{n}": SimpleUploadedFile(f"{n}.csv", b"a\n1\n") for n in range(150)}
    assert officer.post("/work/state-a-use/", files).status_code == 400
    assert officer.post("/work/state-a-use/", {"title": "x" * (9 << 20)}).status_code in {
        400,
        413,
        422,
    }
    stranger = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
    sent = stranger.post("/your-code/", {"address": SimpleUploadedFile("a.csv", b"a")})
    assert sent.status_code in {200, 400, 422}, "nothing of it was read"
    assert list(council.path(".staging").glob("work-*")) == []


@pytest.mark.parametrize("nested", ["[" * 100_000, "{a: " * 50_000, "- " * 50_000, "&a [*a]"])
def test_what_is_nested_without_end_is_refused(council, nested):
    officer = signed_in(council, DPO)
    answer = officer.post("/work/write-an-agreement/as-yaml/", {"document": f"agreement: {nested}"})
    assert answer.status_code == 422
    api = Client(SERVER_NAME="127.0.0.1").post(
        "/api/v1/token", nested, content_type="application/json"
    )
    assert api.status_code in {400, 401}


def test_an_address_is_no_file(council):
    """Where a file is sent, an address is a text among others: nothing is fetched."""
    officer = signed_in(council, STEWARD)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/zqx.csv"
        for said in (address, "file:///etc/passwd", "sqlite:////etc/passwd", "/etc/passwd"):
            sent = {"name": "fetched", "title": "Fetched", "file": said, "made_up": "on"}
            assert officer.post("/work/register-a-dataset/", sent).status_code == 422
        with pytest.raises(TimeoutError):
            server.accept()


MARKUP = "<script>zqx</script>\"'><img src=x onerror=zqx>&{{7*7}}"


def test_a_text_that_is_markup_is_shown_as_text(council):
    council.add_person(
        by=CODES["admin"], code="code-markup", office=MARKUP, organisation=MARKUP, roles=["partner"]
    )
    for page in (
        signed_in(council, "code-markup").get("/my-work/"),
        signed_in(council, CODES["admin"]).get("/work/people/"),
        signed_in(council, DPO).get("/work/uses/", {"find": MARKUP}),
        Client(SERVER_NAME="127.0.0.1").get("/", {"find": MARKUP, "status": MARKUP}),
    ):
        text = page.content.decode()
        assert "<script>zqx" not in text
        assert "<img src=x" not in text
        assert "49" not in re.findall(r"&amp;(\S{2})", text)


@pytest.mark.parametrize("pattern", ["(a+)+$", "[", "%", "_", "\\", "*", "a" * 5000, "'; --"])
def test_what_is_searched_for_is_a_text_and_no_pattern(council, pattern):
    for client, page in (
        (Client(SERVER_NAME="127.0.0.1"), "/"),
        (signed_in(council, DPO), "/work/uses/"),
        (signed_in(council, CODES["admin"]), "/work/people/"),
    ):
        assert client.get(page, {"find": pattern, "words": pattern}).status_code == 200


def test_a_field_that_comes_twice_is_one(client):
    twice = {"login": [ADDRESSES[DPO], "nobody@example.org"], "password": [PASSWORD, "x"]}
    assert client.post("/sign-in/", twice).status_code == 422
    assert client.get("/?page=2&page=1").status_code == 200


def test_a_download_is_named_by_us(council):
    forged = 'a";filename="zqx.exe'
    for page in ("/uses.csv", "/datasets.csv", "/ledger.csv", "/board.csv", "/open-data.csv"):
        answer = Client(SERVER_NAME="127.0.0.1").get(page, {"name": forged, "find": forged})
        assert re.fullmatch(r'inline; filename="[a-z-]+\.csv"', answer["Content-Disposition"])
    calendar = signed_in(council, DPO).get("/work/agreements.ics")
    assert calendar["Content-Disposition"] == 'attachment; filename="agreements.ics"'


def test_no_script_of_ours_makes_markup_of_text():
    """Text goes into a page as text, and nothing into a browser's stores."""
    own = [file for file in STATIC.glob("*.js")]
    assert own
    for file in own:
        text = file.read_text(encoding="utf-8")
        for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
            assert word not in text, file.name
        for word in ("localStorage", "sessionStorage", "indexedDB", "postMessage", "__proto__"):
            assert word not in text, file.name
