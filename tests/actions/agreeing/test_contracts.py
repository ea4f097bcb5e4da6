"""Which contract was agreed to is kept, signed, told, and held to at sealing."""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest

from beholden.kernel import BadInput, Refused
from beholden.records import reading

from ..ashmere import CODES, DPO, HEALTH, HOUSING, REVENUES, STEWARD_OF, STEWARDS, Case
from ..councils import entries_of, state_of

AGREEMENT = "warm-homes-2026"


def newest(council):
    with council.at_work():
        return reading.agreement(AGREEMENT)


def test_what_was_agreed_to_is_kept_with_the_agreement(agreed):
    view = newest(agreed)
    assert set(view.contracts) == {"council_tax", "energy_certificates", "support_scheme"}
    kept = view.contracts["council_tax"]
    assert (kept["id"], kept["version"]) == ("council_tax", "1.0.0")
    assert kept["columns"]["arrears"] == "number"
    assert "liable_to" not in kept["columns"]  # only what is given is public


def test_a_contract_that_there_is_not_is_refused_whole(agreed, tmp_path):
    before = state_of(agreed)
    document = Case(tmp_path).agreement
    document["datasets"]["council_tax"]["contract"] = {"version": "7.0.0"}
    document["datasets"]["support_scheme"]["contract"] = {"version": "1.0.0", "id": "other"}
    with pytest.raises(BadInput) as caught:
        agreed.state_agreement(by=DPO, document=document)
    assert caught.value.why.split("\n  ") == [
        "datasets › council_tax › contract: there is no version 7.0.0 of it.",
        "datasets › support_scheme › contract: its id is support_scheme.",
    ]
    assert state_of(agreed) == before


def test_a_signature_is_under_the_whole_document(agreed, tmp_path):
    from beholden.records.models import Agreement, Signature

    document = Case(tmp_path).agreement
    agreed.state_agreement(by=DPO, document={**document, "sharing": {"contact": "The office."}})
    agreed.sign_agreement(by=CODES["revenues"], agreement=AGREEMENT)
    with agreed.at_work():
        first, second = Agreement.objects.filter(name=AGREEMENT).order_by("version")
        signed = Signature.objects.get(agreement=second)
    assert first.terms_hash == second.terms_hash
    assert first.document_hash != second.document_hash == signed.document_hash
    facts = [e["facts"] for e in entries_of(agreed) if e["act"] == "agreement-signed"]
    assert facts[-1]["document"] == second.document_hash


def test_groups_are_written_out_when_an_agreement_is_offered(agreed, tmp_path):
    named = replace(agreed, groups=(("all", (REVENUES, HOUSING, HEALTH)),))
    document = {**Case(tmp_path).agreement, "between": {"group": "all"}}
    parties = named.state_agreement(by=DPO, document=document).between
    assert parties == (REVENUES, HOUSING, HEALTH)
    assert newest(agreed).document["between"] == list(parties)


def test_what_is_doubtful_is_told_and_not_refused(agreed, tmp_path):
    document = {**Case(tmp_path).agreement, "lawful_basis": {"article_6": "legitimate-interests"}}
    (found,) = agreed.agreement_findings(document=document)
    assert "public-task" in found
    agreed.state_agreement(by=DPO, document=document)


def test_sealing_holds_to_the_types_that_were_agreed(sealed, tmp_path):
    from beholden.records.models import Agreement

    with sealed.at_work():
        held = Agreement.objects.get(name=AGREEMENT, version=1)
    other = {**held.contracts["council_tax"], "columns": {"tenure": "number"}}
    from beholden.actions.agreeing.contracts import notes_on_contracts, refuse_other_contracts
    from beholden.actions.datasets import latest_version

    with sealed.at_work():
        versions = {"council_tax": latest_version("council_tax")}
        assert list(notes_on_contracts(sealed, held, versions)) == []
        held.contracts = {"council_tax": other}
        with pytest.raises(Refused, match="tenure of council_tax is not what was agreed to"):
            refuse_other_contracts(sealed, held, versions)
        held.contracts = {"council_tax": {**other, "columns": {}, "fingerprint": "sha256:other"}}
        refuse_other_contracts(sealed, held, versions)
        (note,) = notes_on_contracts(sealed, held, versions)
    assert "1.0.0 was agreed to" in note


def registered_again(council, tmp_path, change) -> None:
    """Register the council tax again from a file in which each row is changed."""
    source = council.directory.with_name("stated") / "data" / "council_tax.csv"
    with source.open(encoding="utf-8") as file:
        rows = [change(dict(row)) for row in csv.DictReader(file)]
    target = tmp_path / f"again-{len(list(tmp_path.iterdir()))}.csv"
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    steward = STEWARDS["council_tax"]
    council.register(by=STEWARD_OF[steward], source=target, name="council_tax", steward=steward)


def test_a_file_whose_column_became_another_type_is_not_sealed(agreed, tmp_path):
    """The whole way: agreed, registered again, refused, registered as agreed, sealed."""
    registered_again(agreed, tmp_path, lambda row: {**row, "tenure": str(len(row["tenure"]))})
    before = state_of(agreed)
    with pytest.raises(Refused) as refused:
        agreed.seal(by=DPO, use="warm-homes")
    refusal = refused.value.refusal
    assert refusal.clause == "datasets › council_tax › contract"
    assert "tenure of council_tax is not what was agreed to" in refusal.what
    assert "1.0.0" in refusal.why
    assert "2.0.0" in refusal.why
    assert state_of(agreed) == before
    registered_again(agreed, tmp_path, lambda row: row)
    assert agreed.seal(by=DPO, use="warm-homes").version == 1


def test_what_else_changed_in_a_file_is_told_to_whoever_seals(agreed, tmp_path):
    registered_again(agreed, tmp_path, lambda row: {**row, "surveyed": "2026-01-01"})
    notes = agreed.seal(by=DPO, use="warm-homes").notes
    assert any("1.0.0 was agreed to" in note for note in notes)
