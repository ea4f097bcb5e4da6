"""The catalogue: read by rdflib, checked by SHACL, the same in both forms."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pyshacl import validate
from rdflib import DCAT, DCTERMS, RDF, Graph, Namespace, URIRef
from rdflib.compare import isomorphic

from .made_up import BARE, EMPTY, RECORD, SILENT, TABLE
from .reading import HERE, departures, graph_of

# rdflib's own reader of JSON-LD uses what rdflib has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

SITE = "https://data.ashmere.example"
SPDX = Namespace("http://spdx.org/rdf/terms#")
DQV = Namespace("http://www.w3.org/ns/dqv#")
RECORDS = {
    "whole": RECORD,
    "without a site": replace(RECORD, holder=SILENT),
    "bare": BARE,
    "empty": EMPTY,
}


@pytest.fixture(scope="module")
def catalogue() -> Graph:
    return graph_of(RECORD, "dcat")


def test_our_shapes_are_shapes():
    shapes = Graph().parse(HERE / "shapes/dcat-ap.ttl")
    validate(shapes, shacl_graph=shapes, meta_shacl=True)


@pytest.mark.parametrize("name", RECORDS)
def test_it_keeps_to_the_profile(name):
    assert departures(graph_of(RECORDS[name], "dcat"), "dcat-ap.ttl") == ""


@pytest.mark.parametrize("name", RECORDS)
def test_both_forms_are_one_graph(name):
    first, second = (graph_of(RECORDS[name], "dcat", form=form) for form in ("jsonld", "ttl"))
    assert len(first) > 8
    assert isomorphic(first, second)


# What is taken away from whom, so that the profile is broken.
BROKEN = [
    (DCAT.Catalog, DCTERMS.publisher),
    (DCAT.Catalog, DCTERMS.title),
    (DCAT.Dataset, DCTERMS.description),
    (DCAT.Dataset, DCTERMS.accessRights),
    (DCAT.Dataset, DCAT.contactPoint),
    (DCAT.Distribution, DCAT.accessURL),
    (DCAT.Distribution, DCTERMS.license),
    (SPDX.Checksum, SPDX.checksumValue),
    (DQV.QualityMeasurement, DQV.value),
]


@pytest.mark.parametrize(("kind", "without"), BROKEN)
def test_a_catalogue_that_lacks_something_would_be_found(catalogue, kind, without):
    broken = Graph() + catalogue
    for subject in catalogue.subjects(RDF.type, kind):
        broken.remove((subject, without, None))
    assert str(without).rsplit("/", 1)[-1].rsplit("#", 1)[-1] in departures(broken, "dcat-ap.ttl")


def test_every_term_of_the_catalogue_vocabulary_is_one_that_there_is(catalogue):
    used = {str(term) for triple in catalogue for term in triple}
    ours = {term for term in used if term.startswith(str(DCAT))}
    # Version 3 came after the list that rdflib has.
    assert {term for term in ours if URIRef(term) not in DCAT} <= {str(DCAT) + "version"}
    assert len(ours) > 10


def test_a_held_dataset_has_no_file_and_a_published_one_has_its_own(catalogue):
    held = URIRef(f"{SITE}/register/dcat.jsonld#council_tax")
    rights = "http://publications.europa.eu/resource/authority/access-right/"
    assert catalogue.value(held, DCAT.distribution) is None
    assert catalogue.value(held, DCTERMS.accessRights) == URIRef(f"{rights}NON_PUBLIC")
    page = f"{SITE}/releases/{TABLE.id}/"
    published = URIRef(f"{page}#table")
    assert catalogue.value(published, DCTERMS.accessRights) == URIRef(f"{rights}PUBLIC")
    files = {
        str(catalogue.value(one, DCAT.downloadURL)): one
        for one in catalogue.objects(published, DCAT.distribution)
    }
    assert set(files) == {f"{page}table.csv", f"{page}chart.svg"}
    table = files[f"{page}table.csv"]
    assert catalogue.value(table, DCAT.byteSize).toPython() == 812
    checksum = catalogue.value(table, SPDX.checksum)
    assert str(catalogue.value(checksum, SPDX.checksumValue)) == "ef" * 32
    assert {str(s) for s in catalogue.objects(published, DCTERMS.source)} == {
        f"{SITE}/register/dcat.jsonld#{name}" for name in TABLE.datasets
    }


def test_quality_is_told_in_shares_of_known_dimensions(catalogue):
    measured = {
        str(catalogue.value(catalogue.value(one, DQV.isMeasurementOf), DQV.inDimension)): float(
            catalogue.value(one, DQV.value)
        )
        for one in catalogue.objects(
            URIRef(f"{SITE}/register/dcat.jsonld#council_tax"), DQV.hasQualityMeasurement
        )
    }
    known = "http://www.w3.org/2016/05/ldqd#"
    assert measured == {
        f"{known}completeness": 0.98,
        f"{known}syntacticValidity": 0.999,
        f"{known}conciseness": 1.0,
    }


def test_made_up_data_say_so_first(catalogue):
    for one in catalogue.subjects(RDF.type, DCAT.Dataset):
        told = catalogue.value(one, DCTERMS.description)
        assert str(told).startswith("Made-up data")
