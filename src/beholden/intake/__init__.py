"""Intake: reading, describing, checking and repairing data, and the contracts of datasets."""

from typing import TYPE_CHECKING

from ..kernel import loaded_when_used
from .limits import ReadLimits, limits_of

if TYPE_CHECKING:
    from .checking import QualityReport, check
    from .contract import Contract, ContractColumn, ContractRule
    from .contract_file import read_contract, save_contract, write_contract
    from .describing import ColumnDescription, Description, describe
    from .kinds import PERSONAL_KINDS, ColumnKind
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
    "limits_of",
    "read",
    "read_contract",
    "repair",
    "save_contract",
    "write_contract",
]

# Arrow and NumPy are loaded with the first of these, so that a command without data starts soon.
_HOMES = {
    "PERSONAL_KINDS": "kinds",
    "ColumnDescription": "describing",
    "ColumnKind": "kinds",
    "Contract": "contract",
    "ContractColumn": "contract",
    "ContractRule": "contract",
    "Description": "describing",
    "QualityReport": "checking",
    "Reading": "reading",
    "check": "checking",
    "describe": "describing",
    "read": "reading",
    "read_contract": "contract_file",
    "repair": "repairing",
    "save_contract": "contract_file",
    "write_contract": "contract_file",
}

__getattr__, __dir__ = loaded_when_used(__name__, _HOMES)
