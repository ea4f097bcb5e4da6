"""Datasets along their pages: registered from a file, shown with their quality, matched."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl
import pytest
from actions.councils import entries_of, records_of
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from beholden.doors.web import uploads
from beholden.records import reading

from .test_uses_pages import errors_link_to_fields, told

CSV = b"uprn,tenure,moved_in\n100010000019,owned,2020-01-05\n100010007938,rented,\n"


def sent(client: Client, content: bytes = CSV, called: str = "moves.csv", **said: str):
    typed = {"name": "moves", "title": "Moves", "made_up": "on", **said}
    file = SimpleUploadedFile(called, content)
    return client.post("/work/register-a-dataset/", {**typed, "file": file})


def staged(served) -> list[str]:
    folder = served.path(".staging")
    return [one.name for one in folder.iterdir()] if folder.exists() else []


def test_a_file_is_registered_and_its_quality_is_shown_over_versions(served, as_officer):
    steward = as_officer("revenues")
    assert sent(steward).status_code == 302
    assert sent(steward, CSV + b"100010015857,owned,1999-12-31\n").status_code == 302
    with served.at_work():
        view = reading.dataset("moves")
    assert [version.rows for version in view.versions] == [2, 3]
    assert (view.steward, view.made_up) == ("Revenues and Benefits", True)
    assert staged(served) == []
    page = told(steward.get("/work/datasets/moves/"))
    assert "moved_in" in page
    assert "100010000019" not in page
    picture = steward.get("/work/datasets/moves/quality.svg")
    assert picture["Content-Type"] == "image/svg+xml"
    assert "Line chart of 2 versions." in picture.content.decode()


@pytest.mark.parametrize(
    ("called", "kept"),
    [
        ("John Smith 12 Mill Lane - benefits, for Jane.csv", "a file that was sent (csv)"),
        ("moves QQ123456C.Smith", "a file that was sent"),
    ],
)
def test_nothing_of_the_name_of_a_sent_file_is_kept(served, as_officer, called, kept):
    steward = as_officer("revenues")
    assert sent(steward, called=called).status_code == 302
    written = str(records_of(served)) + str(entries_of(served))
    with served.at_work():
        assert reading.dataset("moves").source == kept
    told_of = told(steward.get("/work/datasets/moves/")) + str(served.export(kind="dcat"))
    for part in ("Smith", "Mill", "Jane", "QQ123456C"):
        assert part not in written + told_of


def test_nothing_is_registered_wrongly(served, as_officer):
    steward = as_officer("revenues")
    missing = steward.post("/work/register-a-dataset/", {"name": "moves", "title": "Moves"})
    assert (missing.status_code, errors_link_to_fields(missing)) == (422, True)
    assert 'value="Moves"' in told(missing)
    other = sent(steward, name="energy_certificates")  # another department's
    assert (other.status_code, "a steward of Housing" in told(other)) == (422, True)
    damaged = sent(steward, b"PK\x03\x04 not a workbook", "Moves in (May).xlsx")
    assert (damaged.status_code, "Moves-in-May.xlsx" in told(damaged)) == (422, True)
    empty = sent(steward, b"")
    assert (empty.status_code, "The file is empty" in told(empty)) == (422, True)
    assert staged(served) == []
    with served.at_work():
        assert "moves" not in {one.name for one in reading.datasets()}


def test_the_steward_is_told_what_a_new_version_lacks(served, as_officer):
    steward = as_officer("revenues")
    rows = b"".join(b"1000100000%02d,owned,2001-01-02\n" % n for n in range(20))
    assert sent(steward, CSV.splitlines(keepends=True)[0] + rows).status_code == 302
    half = steward.get(sent(steward, b"uprn,tenure\n100010000019,owned\n")["Location"])
    assert "over half are gone" in told(half)
    assert "Gone since the version before: moved_in" in told(half)
    assert "Look at this" in told(half)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("council tax 2026.csv", "council-tax-2026.csv"),
        ("../../etc/passwd", "etc-passwd"),
        (".htaccess", "htaccess"),
        ("Trethi’r cyngor.XLSX", "Trethi-r-cyngor.xlsx"),
        ("a" * 300 + ".csv", "a" * 50 + ".csv"),
        ("…", "sent"),
        ("", "sent"),
    ],
)
def test_a_sent_file_keeps_a_plain_name(given, name):
    assert uploads.plain_name(given) == name


def test_a_file_beyond_the_bound_is_told_and_leaves_nothing(served, as_officer, monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST_MIB", 1)
    answer = sent(as_officer("revenues"), b"a,b\n" + b"1,2\n" * 2**19)
    assert answer.status_code == 422
    assert "The file is larger than 256 MiB" in told(answer)
    assert staged(served) == []


def test_many_files_of_one_request_are_bounded_together(served, as_officer, monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST_MIB", 1)
    files = {f"file{n}": SimpleUploadedFile("a.csv", b"1,2\n" * 2**17) for n in range(3)}
    steward = as_officer("revenues")
    answer = steward.post("/work/register-a-dataset/", {"name": "moves", **files})
    assert (answer.status_code, "larger than 256 MiB" in told(answer)) == (422, True)
    assert staged(served) == []


def test_a_workbook_that_unpacks_to_too_much_is_refused(served, as_officer, monkeypatch):
    monkeypatch.setattr("beholden.doors.web.officer.datasets.registering.LARGEST_READ_MIB", 1)
    packed = io.BytesIO()
    openpyxl.Workbook().save(packed)
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", b" " * (8 * 2**20))
    assert len(packed.getvalue()) < 2**16
    answer = sent(as_officer("revenues"), packed.getvalue(), "moves.xlsx")
    assert (answer.status_code, "unpacks to more than" in told(answer)) == (422, True)
    assert staged(served) == []


def test_nothing_is_taken_from_who_has_not_signed_in(served):
    answer = sent(Client(SERVER_NAME="127.0.0.1"))
    assert (answer.status_code, answer.url.startswith("/sign-in/")) == (302, True)
    assert staged(served) == []


def test_addresses_are_matched_by_their_steward_alone(served, as_officer):
    housing = as_officer("housing")
    page = told(housing.get("/work/datasets/council_tax/match/"))
    assert "A steward of Revenues and Benefits has this done." in page
    steward = as_officer("revenues")
    answer = steward.post("/work/datasets/council_tax/match/", {"gazetteer": "gazetteer"})
    assert answer.status_code == 302
    with served.at_work():
        (key,) = reading.dataset("council_tax").latest.keys
    assert (key.column, key.matched > 100) == ("uprn", True)
    assert "Keys that linkage made" in told(steward.get("/work/datasets/council_tax/"))


def test_what_is_too_large_to_wait_for_names_its_command(served, as_officer, monkeypatch):
    monkeypatch.setattr("beholden.doors.web.officer.datasets.registering.ROWS_OF_A_PAGE", 1)
    page = told(as_officer("revenues").get("/work/datasets/council_tax/match/"))
    assert "beholden match council_tax" in page
    assert "<form" not in page.split("<main")[1].split("</main")[0]


def test_a_form_about_a_dataset_of_a_thousand_columns_and_more_is_taken(served, as_officer):
    names = ["uprn", *(f"column_{number}" for number in range(1_200))]
    row = ",".join(["100010000019", *("1" for _name in names[1:])])
    content = "\n".join((",".join(names), row)).encode()
    assert sent(as_officer("revenues"), content, name="wide").status_code == 302
    owner, ask = as_officer("owner"), "/work/ask-in-a-crisis/?datasets=wide"
    offered = re.findall(r'name="columns-wide" value="([^"]+)"', told(owner.get(ask)))
    assert len(offered) >= 1_200
    answer = owner.post(ask, {"columns-wide": offered})
    assert (answer.status_code, errors_link_to_fields(answer)) == (422, True)
    assert len(re.findall(r'name="columns-wide"[^>]* checked', told(answer))) == len(offered)
