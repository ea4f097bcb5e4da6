"""What the public pages tell beside one use: values, without a person and without a concealed use.

Each function leaves out what is concealed from the pages, so that whoever shows the value need not.
"""

from .acts import ShownAct, public_acts
from .addresses import public_addresses
from .courses import PublicCourse, public_course, public_courses
from .datasets import (
    ShownColumn,
    ShownDataset,
    ShownUse,
    ShownVersion,
    public_dataset,
    public_datasets,
    public_datasets_held,
)
from .figures import PublicFigures, public_figures
from .fixed_words import FIXED_WORDS
from .ledger import LedgerLine, PublicLedger, public_ledger
from .open_data import ShownRelease, public_releases
from .uses import FoundUses, PublicListedUse, find_uses, public_uses

__all__ = [
    "FIXED_WORDS",
    "FoundUses",
    "LedgerLine",
    "PublicCourse",
    "PublicFigures",
    "PublicLedger",
    "PublicListedUse",
    "ShownAct",
    "ShownColumn",
    "ShownDataset",
    "ShownRelease",
    "ShownUse",
    "ShownVersion",
    "find_uses",
    "public_acts",
    "public_addresses",
    "public_course",
    "public_courses",
    "public_dataset",
    "public_datasets",
    "public_datasets_held",
    "public_figures",
    "public_ledger",
    "public_releases",
    "public_uses",
]
