"""Agreements in the forms of others: golden pairs, and what each form itself asks for."""

import json
from datetime import date, timedelta

import pytest
import yaml
from rdflib import Graph

from beholden.gate import as_dea_entry, as_odrl, compile_terms

from .warm_homes import GOLDEN, TERMS, agreement

# rdflib's own reader of JSON-LD uses what rdflib has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

NAMES = sorted(path.name.removesuffix(".setting.yaml") for path in GOLDEN.glob("*.setting.yaml"))
ODRL, DPV = "http://www.w3.org/ns/odrl/2/", "https://w3id.org/dpv#"
GDPR = "https://w3id.org/dpv/legal/eu/gdpr#"
# Looked up in w3c/dpv at f01a55c (DPV 2.3: dpv.ttl, legal/eu/gdpr/eu-gdpr.ttl).
DPV_TERMS = {
    *(f"{DPV}{name}" for name in (
        "AccessControlMethod", "Aggregate", "CryptographicKeyManagement",
        "DeterministicPseudonymisation", "Disclose", "EncryptionAtRest", "Erase", "LegalAgreement",
        "LegitimateInterest", "Match", "Process", "Pseudonymise", "Purpose", "Query",
        "ReviewProcedure", "hasDataController", "hasLegalBasis", "hasOrganisationalMeasure",
        "hasProcessing", "hasPurpose", "hasRecipient", "hasTechnicalMeasure",
    )),
    *(f"{GDPR}A6-1-{letter}" for letter in "abcdef"),
}  # fmt: skip
# ODRL Vocabulary & Expression 2.2.
ODRL_TERMS = {
    f"{ODRL}{name}" for name in (
        "Agreement", "Asset", "Constraint", "Duty", "Party", "Permission", "Prohibition", "action",
        "assignee", "assigner", "constraint", "dateTime", "delete", "distribute", "eq", "gt",
        "gteq", "leftOperand", "lt", "lteq", "obligation", "operator", "permission", "profile",
        "prohibition", "purpose", "reviewPolicy", "rightOperand", "target", "uid", "use",
    )
}  # fmt: skip
# ODRL Information Model 2.2, sections 2.1 to 2.6: each query finds what breaks it.
BROKEN = {
    "a policy has one uid": "?x a odrl:Agreement FILTER NOT EXISTS { ?x odrl:uid ?y }",
    "an agreement has an assigner": "?x a odrl:Agreement FILTER NOT EXISTS { ?x odrl:assigner ?y }",
    "an agreement has an assignee": "?x a odrl:Agreement FILTER NOT EXISTS { ?x odrl:assignee ?y }",
    "a policy has a rule": "?x a odrl:Agreement FILTER NOT EXISTS"
    " { ?x odrl:permission|odrl:prohibition|odrl:obligation ?y }",
    "a rule has an action": "?p odrl:permission|odrl:prohibition|odrl:obligation ?x"
    " FILTER NOT EXISTS { ?x odrl:action ?y }",
    "a permission has a target": "?p odrl:permission|odrl:prohibition ?x"
    " FILTER NOT EXISTS { ?x odrl:target ?y }",
    "a constraint is whole": "?p odrl:constraint ?x FILTER NOT EXISTS"
    " { ?x odrl:leftOperand ?l ; odrl:operator ?o ; odrl:rightOperand ?r }",
    "a party has a name": "?x a odrl:Party FILTER NOT EXISTS { ?x dcterms:title ?y }",
}


def compiled(name: str):
    """Return a golden agreement with its terms."""
    if name == "warm-homes-2026":
        return agreement(), TERMS
    said = yaml.safe_load((GOLDEN / f"{name}.agreement.yaml").read_text("utf-8"))
    setting = yaml.safe_load((GOLDEN / f"{name}.setting.yaml").read_text("utf-8"))
    return said, compile_terms(said, **setting)


def odrl(name: str) -> dict:
    said, terms = compiled(name)
    return as_odrl(terms, lawful_basis=said.get("lawful_basis"))


def dea(name: str, today: date = date(2026, 12, 10)) -> dict:
    said, terms = compiled(name)
    good = ("Households in need are offered help",)
    return as_dea_entry(
        terms, document=said, benefits=good, contact="Head of Revenues", today=today
    )


def graph(document: dict) -> Graph:
    return Graph().parse(data=json.dumps(document), format="json-ld")


ALL = [*NAMES, "warm-homes-2026"]


@pytest.mark.parametrize("form", ["odrl", "dea"])
def test_the_worked_case_is_exported_as_its_golden_file(form):
    golden = json.loads((GOLDEN / f"warm-homes-2026.{form}.json").read_text("utf-8"))
    assert {"odrl": odrl, "dea": dea}[form]("warm-homes-2026") == golden


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("rule", BROKEN)
def test_the_policy_keeps_to_the_information_model(name, rule):
    found = graph(odrl(name))
    prefixes = f"PREFIX odrl: <{ODRL}> PREFIX dcterms: <http://purl.org/dc/terms/>"
    assert not list(found.query(f"{prefixes} SELECT ?x WHERE {{ {BROKEN[rule]} }}")), rule


@pytest.mark.parametrize("rule", BROKEN)
def test_each_rule_would_find_a_policy_that_breaks_it(rule):
    broken = {
        "@context": {"odrl": ODRL},
        "@type": "odrl:Agreement",
        "odrl:permission": {"odrl:constraint": {"odrl:operator": {"@id": "odrl:eq"}}},
    }
    if "has a rule" in rule:
        del broken["odrl:permission"]
    if "party" in rule:
        broken = {"@context": {"odrl": ODRL}, "@id": "urn:x", "@type": "odrl:Party"}
    prefixes = f"PREFIX odrl: <{ODRL}> PREFIX dcterms: <http://purl.org/dc/terms/>"
    assert list(graph(broken).query(f"{prefixes} SELECT ?x WHERE {{ {BROKEN[rule]} }}")), rule


@pytest.mark.parametrize("name", ALL)
def test_every_term_of_odrl_and_dpv_is_one_that_there_is(name):
    used = {str(node) for triple in graph(odrl(name)) for node in triple}
    assert {term for term in used if term.startswith((DPV, GDPR))} <= DPV_TERMS
    assert {term for term in used if term.startswith(ODRL)} <= ODRL_TERMS


def test_the_policy_says_what_the_terms_say():
    found = graph(odrl("warm-homes-2026"))
    asked = """
        PREFIX odrl: <http://www.w3.org/ns/odrl/2/> PREFIX b: <https://beholden.invalid/odrl#>
        SELECT ?size WHERE { ?c odrl:leftOperand b:smallestGroup ; odrl:rightOperand ?size }"""
    assert sorted(row[0].toPython() for row in found.query(asked)) == [10, 20]
    asked = f"SELECT ?b WHERE {{ ?p <{DPV}hasLegalBasis> ?b }}"
    assert [str(row[0]) for row in found.query(asked)] == [f"{GDPR}A6-1-e"]
    reviews = f"SELECT ?d WHERE {{ ?d <{ODRL}action> <{ODRL}reviewPolicy> }}"
    assert len(list(found.query(reviews))) == 1


def test_an_agreement_that_gives_nothing_permits_nothing():
    exported = odrl("matching-2026")
    assert "odrl:permission" not in exported
    assert exported["odrl:prohibition"]


def test_the_register_has_exactly_its_fields():
    (entry,) = dea("early-help-2026")["agreements"]
    assert list(entry) == ["data", "controllers", "powers", "processors"]
    assert set(entry["data"]) == {
        *("id", "name", "purpose", "benefits", "disclosed_information", "method", "contact"),
        *("start_date", "end_date", "review_date", "retention_period", "isa_status"),
    }
    assert "name" not in entry["data"]["disclosed_information"]  # a withheld column
    assert entry["powers"] == [{"data": {"name": "Children Act 2004, section 10"}}]


@pytest.mark.parametrize(("days", "status"), [(0, "Active"), (1, "Complete")])
def test_an_agreement_is_complete_after_its_last_day(days, status):
    (entry,) = dea("warm-homes-2026", TERMS.ends + timedelta(days=days))["agreements"]
    assert entry["data"]["isa_status"] == status
