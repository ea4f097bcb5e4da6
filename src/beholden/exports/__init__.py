"""The council's record in the forms that others read: registers, catalogues and policies.

Values in, documents out: whoever holds the register fills a ``Record`` and names a kind.

document = exported(record, kind="dcat", form="ttl")
document.file, document.media_type, document.text, document.gaps
"""

from .conformance import Judged, conformance_totals, judged_statements
from .data_use_register import register_columns
from .described import (
    Advised,
    Agreed,
    Foreseen,
    HeldColumn,
    HeldDataset,
    Holder,
    PublishedFile,
    PublishedTable,
    RecordedUse,
    TakenOut,
    Undertaken,
)
from .documents import Document
from .kinds import KINDS, Kind, file_of, kind_of
from .odrl import as_odrl
from .record import Record, exportable, exported

__all__ = [
    "KINDS",
    "Advised",
    "Agreed",
    "Document",
    "Foreseen",
    "HeldColumn",
    "HeldDataset",
    "Holder",
    "Judged",
    "Kind",
    "PublishedFile",
    "PublishedTable",
    "Record",
    "RecordedUse",
    "TakenOut",
    "Undertaken",
    "as_odrl",
    "conformance_totals",
    "exportable",
    "exported",
    "file_of",
    "judged_statements",
    "kind_of",
    "register_columns",
]
