"""The kinds of export, each with its standard and the forms that it has."""

from __future__ import annotations

from dataclasses import dataclass

from beholden.kernel import BadInput

# Of a form: the media type, and the end of the file's name.
MEDIA_TYPES = {
    "json": "application/json",
    "jsonld": "application/ld+json",
    "ttl": "text/turtle",
    "csv": "text/csv",
    "schema.json": "application/json",
    "yaml": "application/yaml",
    "md": "text/markdown",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of export: what it is in a sentence, of what, by which standard, in which forms.

    ``of`` is ``use``, ``dataset``, ``agreement``, or empty where it is of the whole record; ``all``
    says that without a name it is of the whole record too. ``files`` says that it tells of the
    files of published tables. The first form is the usual one.
    """

    code: str
    sentence: str
    standard: str
    forms: tuple[str, ...]
    of: str = ""
    all: bool = False
    files: bool = False


KINDS: tuple[Kind, ...] = (
    Kind(
        "dcat",
        "The catalogue of datasets and published tables.",
        "DCAT 3, by DCAT-AP 3.0",
        ("jsonld", "ttl"),
        files=True,
    ),
    Kind(
        "metadata-exchange",
        "The same datasets for the government's own catalogues.",
        "UK Cross-Government Metadata Exchange Model",
        ("json",),
        files=True,
    ),
    Kind(
        "data-use-register",
        "Every data use as a row, with a Table Schema beside it.",
        "UK Health Data Research Alliance, data use registers",
        ("csv", "schema.json"),
    ),
    Kind(
        "dea",
        "The agreements as the register of information sharing agreements lists them, or one.",
        "Digital Economy Act 2017, part 5: public register",
        ("json",),
        of="agreement",
        all=True,
    ),
    Kind(
        "odrl",
        "An agreement as a policy that programs read.",
        "ODRL 2.2 with DPV 2.3",
        ("jsonld", "ttl"),
        of="agreement",
    ),
    Kind(
        "odcs",
        "A dataset's contract: columns, quality as measured, retention.",
        "Open Data Contract Standard 3.1",
        ("yaml", "json"),
        of="dataset",
    ),
    Kind(
        "atrs",
        "A data use as an algorithmic transparency record, gaps named.",
        "Algorithmic Transparency Recording Standard 4.0",
        ("json", "csv", "md"),
        of="use",
    ),
    Kind(
        "satre",
        "What Beholden meets of the 185 statements on trusted research environments, and where.",
        "SATRE 2.0.0",
        ("md", "json", "csv"),
    ),
)


def kind_of(code: str) -> Kind:
    """Return the kind of this code; raise BadInput where there is none."""
    found = next((kind for kind in KINDS if kind.code == code), None)
    if found is None:
        known = ", ".join(kind.code for kind in KINDS)
        raise BadInput("There is no such export.", next_step=f"Name one of {known}.")
    return found


def file_of(kind: Kind, name: str, form: str) -> str:
    """Return the name of an export's file, which never changes: ``KIND.NAME.FORM``."""
    return ".".join(part for part in (kind.code, name, form) if part)
