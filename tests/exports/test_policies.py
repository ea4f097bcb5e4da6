"""Agreements as policies: the golden pair, and what ODRL and DPV themselves ask for."""

import json
import re
from dataclasses import replace

import pytest
import yaml
from gate.warm_homes import GOLDEN as AGREEMENTS
from gate.warm_homes import TERMS, agreement
from rdflib import Graph
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, ODRL2

from beholden.exports import as_odrl
from beholden.gate import compile_terms

from .made_up import RECORD
from .reading import HERE, departures, graph_of

# rdflib's own reader of JSON-LD uses what rdflib has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

NAMES = sorted(
    path.name.removesuffix(".setting.yaml") for path in AGREEMENTS.glob("*.setting.yaml")
)
ODRL, DPV = str(ODRL2), "https://w3id.org/dpv#"
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
    said = yaml.safe_load((AGREEMENTS / f"{name}.agreement.yaml").read_text("utf-8"))
    setting = yaml.safe_load((AGREEMENTS / f"{name}.setting.yaml").read_text("utf-8"))
    return said, compile_terms(said, **setting)


def odrl(name: str) -> dict:
    said, terms = compiled(name)
    return as_odrl(terms, lawful_basis=said.get("lawful_basis"))


def graph(document: dict) -> Graph:
    return Graph().parse(data=json.dumps(document), format="json-ld")


ALL = [*NAMES, "warm-homes-2026"]


def test_the_worked_case_is_exported_as_its_golden_file():
    golden = json.loads((HERE / "golden/warm-homes-2026.odrl.json").read_text("utf-8"))
    assert odrl("warm-homes-2026") == golden


# What a table may call a column, though no identifier could be called so.
ODD = ["rating", "Rating", "Tax (£)", "a/b", "a-b", "a b", "a:b", "a%20b", "<x>", "ä", "“q”"]


def test_columns_of_any_name_are_identifiers_that_stay_apart():
    (first, *others) = TERMS.datasets
    column = first.columns[0]
    odd = tuple(replace(column, name=name) for name in ODD)
    terms = replace(TERMS, datasets=(replace(first, columns=odd), *others))
    made = json.dumps(as_odrl(terms))
    named = {
        (str(node), str(title))
        for node, title in graph(json.loads(made)).subject_objects(DCTERMS.title)
        if ":column:" in str(node) and f":{first.name}:" in str(node)
    }
    assert {title for _, title in named} == set(ODD)
    assert len({node for node, _ in named}) == len(ODD)
    # RFC 8141: letters, digits and a few signs, or percent and two hexadecimal digits.
    assert all(re.fullmatch(r"urn:beholden:([\w:.~-]|%[0-9A-F]{2})+", n, re.A) for n, _ in named)


def test_both_forms_are_one_graph():
    first, second = (
        graph_of(RECORD, "odrl", "warm-homes-2026", form) for form in ("jsonld", "ttl")
    )
    assert isomorphic(first, second)


@pytest.mark.parametrize("name", ALL)
def test_the_policy_keeps_to_the_shapes(name):
    assert departures(graph(odrl(name)), "odrl.ttl") == ""


# What is put in place of what, so that a policy breaks the information model.
WRONG = [
    ("odrl:gteq", "odrl:atLeast"),
    ("odrl:Agreement", "odrl:Set"),
    ("odrl:use", "odrl:enjoy"),
    ('"odrl:rightOperand"', '"odrl:right"'),
]


@pytest.mark.parametrize(("there", "wrong"), WRONG)
def test_the_shapes_would_find_a_policy_that_breaks_them(there, wrong):
    broken = json.dumps(odrl("warm-homes-2026")).replace(there, wrong)
    assert departures(graph(json.loads(broken)), "odrl.ttl")


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
    ours = {term.removeprefix(ODRL) for term in used if term.startswith(ODRL)}
    assert {term for term in ours if term not in ODRL2} == set()
    assert len(ours) > 15


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
