"""Disclosure control and open publication: exact cells to a safe table, its package and pages."""

from .chart import chart_of, chart_svg
from .check import check
from .checked import CONFIDENTIAL, NOT_AVAILABLE, Checked, Row
from .grid import ALL
from .listed import Asked, check_list
from .package import package
from .pages import index_page, ledger_page, report_page, use_page
from .public_use import (
    CanvasArea,
    LedgerLine,
    PublicAdvice,
    PublicAgreement,
    PublicColumn,
    PublicConsequence,
    PublicDataset,
    PublicDecision,
    PublicEvent,
    PublicLedger,
    PublicReceipt,
    PublicRelease,
    PublicUse,
)
from .publication import OGL, Package, Publication
from .report import (
    Chart,
    CheckedTable,
    Code,
    Facts,
    Heading,
    No,
    Paragraph,
    Report,
    Section,
    Table,
    UsePage,
    receipt_facts,
)
from .reviewing import review_page, summary
from .risks import Reason, Risk
from .rules import Rules

__all__ = [
    "ALL",
    "CONFIDENTIAL",
    "NOT_AVAILABLE",
    "OGL",
    "Asked",
    "CanvasArea",
    "Chart",
    "Checked",
    "CheckedTable",
    "Code",
    "Facts",
    "Heading",
    "LedgerLine",
    "No",
    "Package",
    "Paragraph",
    "PublicAdvice",
    "PublicAgreement",
    "PublicColumn",
    "PublicConsequence",
    "PublicDataset",
    "PublicDecision",
    "PublicEvent",
    "PublicLedger",
    "PublicReceipt",
    "PublicRelease",
    "PublicUse",
    "Publication",
    "Reason",
    "Report",
    "Risk",
    "Row",
    "Rules",
    "Section",
    "Table",
    "UsePage",
    "chart_of",
    "chart_svg",
    "check",
    "check_list",
    "index_page",
    "ledger_page",
    "package",
    "receipt_facts",
    "report_page",
    "review_page",
    "summary",
    "use_page",
]
