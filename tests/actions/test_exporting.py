"""What a council exports: what is public and no more, from the register on each database."""

from __future__ import annotations

import contextlib
import json

import pytest
import yaml

from beholden.actions import open_council
from beholden.actions.exporting import filling
from beholden.kernel import BadInput, NotFound

from . import ashmere
from .ashmere import CODES, DPO, MARKER, Case
from .councils import copied, opened


@pytest.fixture
def published(told, tmp_path):
    """Give a council that published a table and refused a question."""
    council = opened(copied(told("until_published_and_refused", ashmere.DAY), tmp_path))
    yield council
    council.close()


# What the made-up agreement withholds, by its name in the data.
WITHHELD = {"account", "liable_to", "inspector", "claimant", "address", "postcode"}


def columns_of(contract: dict) -> set[str]:
    return {one["name"] for one in contract["schema"][0]["properties"]}


def test_no_export_holds_a_person_a_value_or_a_withheld_column(published, tmp_path):
    documents = published.export_all(to=tmp_path / "register")
    assert len(documents) >= 18
    for document in documents:
        written = (tmp_path / "register" / document.file).read_bytes().decode()
        assert written == document.text
        assert MARKER not in written
        assert "code-" not in written
        if not document.file.startswith("satre"):
            assert {
                name for name in WITHHELD if f'"{name}"' in written or f" {name}," in written
            } == set()


def test_what_is_for_within_the_council_has_every_dataset_and_column(published):
    public = yaml.safe_load(published.export(kind="odcs", name="council_tax").text)
    whole = yaml.safe_load(published.export(kind="odcs", name="council_tax", whole=True).text)
    assert columns_of(public) == {"uprn", "tenure", "neighbourhood", "arrears", "in_arrears"}
    assert columns_of(whole) == columns_of(public) | {
        *("account", "name", "address", "postcode", "liable_to")
    }
    with pytest.raises(NotFound):
        published.export(kind="odcs", name="gazetteer")
    assert published.export(kind="odcs", name="gazetteer", whole=True).text


# What a request of one file reads besides the records: contracts, and files that were published.
READ = [
    ("data-use-register.csv", [], 0),
    ("odrl.warm-homes-2026.jsonld", [], 0),
    ("odcs.council_tax.yaml", ["council_tax"], 0),
    ("dcat.jsonld", [], 1),
    ("satre.md", [], 0),
    ("nothing.of-the-kind", [], 0),
]


@pytest.mark.parametrize(("file", "contracts", "packages"), READ)
def test_a_request_reads_no_more_than_it_needs(published, monkeypatch, file, contracts, packages):
    read = {"contracts": [], "packages": 0}
    stored, files = filling.stored_contract, filling._files

    def contract(home, name, version):
        read["contracts"].append(name)
        return stored(home, name, version)

    def of_package(folder):
        read["packages"] += 1
        return files(folder)

    monkeypatch.setattr(filling, "stored_contract", contract)
    monkeypatch.setattr(filling, "_files", of_package)
    with contextlib.suppress(NotFound):
        assert published.register_file(file=file).text
    assert read == {"contracts": contracts, "packages": packages}
    listed = {name for part in published.public_register().parts for name, _ in part.files}
    assert "dcat.jsonld" in listed
    assert read == {"contracts": contracts, "packages": packages}


def test_a_file_of_the_register_takes_as_many_queries_however_many_uses(on_each_database):
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    council = on_each_database
    case = Case(council.directory.with_name("stated"))

    def queries() -> int:
        with (
            council.at_work(),
            CaptureQueriesContext(connections[council.alias]) as made,
        ):
            assert council.register_file(file="data-use-register.csv").text
        return len(made)

    before = queries()
    for number in range(3):
        another = {**case.use, "use": f"another-{number}"}
        council.state_use(by=CODES["owner"], statement=another)
        council.advise_on_dpia(
            by=CODES["dpo"], statement={**case.dpia_advice, "use": another["use"]}
        )
        council.record_advice(
            by=CODES["secretary"], statement={**case.advice, "use": another["use"]}
        )
        council.decide_use(by=CODES["officer"], statement={**case.decision, "use": another["use"]})
    assert queries() == before


def test_the_register_is_the_same_on_each_database(on_each_database):
    council = on_each_database
    ashmere.until_published(council)
    said = json.loads(council.export(kind="dcat").text)
    titles = [one["dct:title"]["@value"] for one in said["dcat:dataset"]]
    assert titles == ["Council tax", "Energy certificates", "Support scheme", "Households"]
    sources = said["dcat:dataset"][-1]["dct:source"]
    assert [one["@id"].rsplit("#")[-1] for one in sources] == [
        *("council_tax", "energy_certificates", "support_scheme")
    ]


def test_a_file_of_the_release_is_told_as_it_lies_on_the_disk(published):
    (entry,) = [
        one
        for one in json.loads(published.export(kind="dcat").text)["dcat:dataset"]
        if "dcat:distribution" in one
    ]
    (folder,) = published.path("releases").iterdir()
    sums = dict(
        reversed(line.split("  "))
        for line in (folder / "checksums.txt").read_text(encoding="utf-8").splitlines()
    )
    for file in entry["dcat:distribution"]:
        name = file["dcat:downloadURL"]["@id"].rsplit("/", 1)[-1]
        assert file["spdx:checksum"]["spdx:checksumValue"]["@value"] == sums[name]
        assert int(file["dcat:byteSize"]["@value"]) == (folder / name).stat().st_size


def test_an_agreement_that_was_withdrawn_is_no_longer_told(founded):
    case = Case(founded.directory.with_name("stated"), ashmere.DAY)
    ashmere.register(founded, case)
    ashmere.approve(founded, case)
    assert json.loads(founded.export(kind="dcat").text)["dcat:dataset"] == []
    founded.state_agreement(by=DPO, document=case.agreement)
    assert len(json.loads(founded.export(kind="dcat").text)["dcat:dataset"]) == 3
    founded.end_agreement(by=DPO, agreement="warm-homes-2026", because="Not needed.")
    assert json.loads(founded.export(kind="dea").text)["agreements"] == []
    assert json.loads(founded.export(kind="dcat").text)["dcat:dataset"] == []


def test_what_was_thought_through_is_told_as_assessments(founded):
    case = Case(founded.directory.with_name("stated"), ashmere.DAY)
    founded.state_use(by=CODES["owner"], statement=case.use)
    founded.advise_on_dpia(by=DPO, statement=case.dpia_advice)
    said = json.loads(founded.export(kind="atrs", name="warm-homes").text)
    assessed = said["tier_2"]["risks_mitigations_and_impact_assessments"]["impact_assessments"]
    assert [one.split(",")[0].split(":")[0] for one in assessed] == [
        "Data ethics canvas",
        "Data protection impact assessment",
    ]
    assert case.dpia_advice["says"].rstrip(".") in assessed[1]


def test_what_the_council_states_is_in_what_it_exports(agreed):
    settings = agreed.path("council.toml")
    said = '\n[public]\nsite = "https://data.ashmere.example/"\nemail = "data@ashmere.example"\n'
    settings.write_text(settings.read_text(encoding="utf-8") + said, encoding="utf-8")
    agreed.close()
    council = opened(agreed.directory)
    record = json.loads(council.export(kind="atrs", name="warm-homes").text)
    assert record["tier_1"]["website_url"] == "https://data.ashmere.example/uses/warm-homes/"
    assert record["tier_1"]["contact_email"] == "data@ashmere.example"
    council.close()


WRONG = [
    ('public = "x"', "section"),
    ('[public]\nsite = "ashmere.example"', "site"),
    ('[public]\nsite = "https://a.example/?q=1"', "site"),
    ('[public]\nemail = "nobody"', "email"),
    ('[public]\norganisation = "Ashmere Council"', "organisation"),
    ('[public]\ndata_protection = "the officer"', "data_protection"),
    ('[public]\npost = "Town Hall\\nAshmere"', "post"),
    ('[public]\nowner = "x"', "owner"),
]


@pytest.mark.parametrize(("said", "named"), WRONG)
def test_a_setting_that_cannot_be_used_is_named(agreed, said, named):
    from beholden.kernel import Damaged

    settings = agreed.path("council.toml")
    first = said if said.startswith("public") else ""
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f"{first}\n{text}\n{'' if first else said}\n", encoding="utf-8")
    with pytest.raises(Damaged) as refused:
        open_council(agreed.directory)
    assert named in str(refused.value)


def test_an_export_changes_nothing(published):
    before = published.log.checkpoint().size
    published.export(kind="dcat")
    published.export_all(to=published.directory.with_name("register"))
    assert published.log.checkpoint().size == before


def test_a_folder_that_is_a_file_is_refused(agreed, tmp_path):
    (tmp_path / "taken").write_text("kept", encoding="utf-8")
    with pytest.raises(BadInput):
        agreed.export_all(to=tmp_path / "taken")
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "kept"
