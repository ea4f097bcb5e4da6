"""Intake: reading, describing, checking and repairing data, and the contracts of datasets."""

from .checking import QualityReport, check
from .contract import Contract, ContractColumn, ContractRule
from .contract_file import read_contract, save_contract, write_contract
from .describing import ColumnDescription, Description, describe
from .kinds import PERSONAL_KINDS, ColumnKind
from .limits import ReadLimits
from .reading import Reading, read
from .repairing import repair

__all__ = [
    "PERSONAL_KINDS",
    "ColumnDescription",
    "ColumnKind",
    "Contract",
    "ContractColumn",
    "ContractRule",
    "Description",
    "QualityReport",
    "ReadLimits",
    "Reading",
    "check",
    "describe",
    "read",
    "read_contract",
    "repair",
    "save_contract",
    "write_contract",
]
