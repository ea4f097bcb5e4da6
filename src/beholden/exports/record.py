"""From the record to a document: what is exported, of what, in which form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from beholden.kernel import BadInput, NotFound

from .catalogue import as_catalogue
from .conformance import (
    conformance_as_csv,
    conformance_as_data,
    conformance_as_markdown,
    judged_statements,
)
from .contracts import as_contract
from .data_use_register import as_register, register_schema
from .dea_register import as_dea_entry, as_dea_list, dea_gaps
from .described import Agreed, HeldDataset, Holder, PublishedTable, RecordedUse
from .documents import Document, in_json, in_yaml
from .kinds import KINDS, MEDIA_TYPES, Kind, file_of, kind_of
from .metadata_exchange import as_metadata, metadata_gaps
from .odrl import as_odrl
from .transparency import (
    as_transparency_record,
    transparency_as_csv,
    transparency_as_markdown,
    transparency_gaps,
)
from .turtle import as_turtle

_WHERE = {"use": "beholden use list", "dataset": "beholden dataset list"}


@dataclass(frozen=True, slots=True)
class Record:
    """What a council's register holds, as these exports need it.

    ``contracts`` are the stored contracts of the datasets, by name.
    """

    holder: Holder
    today: date
    datasets: tuple[HeldDataset, ...] = ()
    uses: tuple[RecordedUse, ...] = ()
    contracts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def tables(self) -> tuple[PublishedTable, ...]:
        """Return every published table, use by use."""
        return tuple(table for use in self.uses for table in use.tables)

    @property
    def agreements(self) -> tuple[Agreed, ...]:
        """Return the newest version of every agreement, use by use."""
        newest = {agreed.name: agreed for use in self.uses for agreed in use.agreements}
        return tuple(newest.values())

    def names(self, of: str) -> tuple[str, ...]:
        """Return what an export may be of: the names of uses, of datasets or of agreements."""
        many = {
            "": ("",),
            "use": tuple(use.name for use in self.uses),
            "dataset": tuple(dataset.name for dataset in self.datasets),
            "agreement": tuple(agreed.name for agreed in self.agreements),
        }
        return many[of]


def exported(record: Record, *, kind: str, name: str = "", form: str = "") -> Document:
    """Return one document. Raises BadInput for a kind or form there is not, NotFound for a name."""
    chosen = kind_of(kind)
    shape = _form_of(chosen, form)
    _refuse_name(record, chosen, name)
    text, gaps = _WRITERS[chosen.code](record, name, shape)
    return Document(file_of(chosen, name, shape), MEDIA_TYPES[shape], text, gaps)


class Named(Protocol):
    """Whatever knows the names of all that may be exported, as a record does."""

    def names(self, of: str) -> tuple[str, ...]:
        """Return what an export may be of."""


def exportable(record: Named) -> Iterator[tuple[Kind, str, str]]:
    """Yield every kind, name and form that can be exported of a record, in a fixed order."""
    for kind in KINDS:
        for name in ([""] if kind.all else []) + list(record.names(kind.of)):
            for form in kind.forms:
                yield kind, name, form


def _form_of(kind: Kind, form: str) -> str:
    if form and form not in kind.forms:
        raise BadInput(
            f"{kind.code} has no form of that name.",
            next_step=f"Name one of {', '.join(kind.forms)}, or none for {kind.forms[0]}.",
        )
    return form or kind.forms[0]


def _refuse_name(record: Record, kind: Kind, name: str) -> None:
    if name and not kind.of:
        raise BadInput(f"{kind.code} is of the whole record.", next_step="Leave the name out.")
    if not name and kind.of and not kind.all:
        raise BadInput(
            f"{kind.code} is of one {kind.of}.",
            next_step=f"Name one; `{_WHERE.get(kind.of, 'beholden agree list')}` lists them.",
        )
    if name and name not in record.names(kind.of):
        raise NotFound(
            f"There is no {kind.of} of that name to export.",
            why="It is not there, or nothing of it is public.",
            next_step=f"See `{_WHERE.get(kind.of, 'beholden agree list')}`.",
        )


Written = tuple[str, tuple[str, ...]]


def _dcat(record: Record, _: str, form: str) -> Written:
    catalogue = as_catalogue(
        record.holder, datasets=record.datasets, tables=record.tables, today=record.today
    )
    return _linked(catalogue, form), ()


def _metadata(record: Record, *_: str) -> Written:
    said = as_metadata(record.holder, datasets=record.datasets, tables=record.tables)
    return in_json(said), metadata_gaps(record.holder)


def _register(record: Record, _: str, form: str) -> Written:
    if form == "csv":
        return as_register(record.holder, record.uses), ()
    return in_json(register_schema()), ()


def _dea(record: Record, name: str, _: str) -> Written:
    if not name:
        listed = as_dea_list(record.holder, record.agreements, today=record.today)
        gaps = tuple(gap for agreed in record.agreements for gap in dea_gaps(agreed))
        return in_json(listed), gaps
    agreed = _agreed(record, name)
    use = next(use for use in record.uses if use.name == agreed.use)
    entry = as_dea_entry(
        record.holder,
        agreed,
        benefits=[one.what for one in use.foreseen if one.positive and one.intended],
        contact=record.holder.email or use.owner,
        today=record.today,
    )
    return in_json(entry), dea_gaps(agreed)


def _odrl(record: Record, name: str, form: str) -> Written:
    agreed = _agreed(record, name)
    said = {"article_6": agreed.article_6, "article_9": agreed.article_9, "power": agreed.power}
    basis = {key: value for key, value in said.items() if value}
    policy = as_odrl(
        agreed.terms,
        lawful_basis=basis,
        taken_out=agreed.taken_out,
        undertaken=agreed.undertaken,
    )
    return _linked(policy, form), ()


def _odcs(record: Record, name: str, form: str) -> Written:
    (dataset,) = (one for one in record.datasets if one.name == name)
    contract = as_contract(record.holder, stored=record.contracts[name], dataset=dataset)
    return (in_yaml if form == "yaml" else in_json)(contract), ()


def _atrs(record: Record, name: str, form: str) -> Written:
    (use,) = (one for one in record.uses if one.name == name)
    named = {one.name for one in use.in_force.terms.datasets} if use.in_force else set()
    said = as_transparency_record(
        record.holder, use, datasets=[one for one in record.datasets if one.name in named]
    )
    gaps = transparency_gaps(said)
    if form == "json":
        return in_json({**said, "gaps": list(gaps)}), gaps
    return {"csv": transparency_as_csv, "md": transparency_as_markdown}[form](said), gaps


def _satre(_: Record, __: str, form: str) -> Written:
    judged = judged_statements()
    if form == "json":
        return in_json(conformance_as_data(judged)), ()
    return {"csv": conformance_as_csv, "md": conformance_as_markdown}[form](judged), ()


def _agreed(record: Record, name: str) -> Agreed:
    (agreed,) = (one for one in record.agreements if one.name == name)
    return agreed


def _linked(document: dict[str, Any], form: str) -> str:
    return as_turtle(document) if form == "ttl" else in_json(document)


_WRITERS: dict[str, Callable[[Record, str, str], Written]] = {
    "dcat": _dcat,
    "metadata-exchange": _metadata,
    "data-use-register": _register,
    "dea": _dea,
    "odrl": _odrl,
    "odcs": _odcs,
    "atrs": _atrs,
    "satre": _satre,
}
