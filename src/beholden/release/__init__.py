"""Disclosure control and open publication: exact cells to a safe table, its package and pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..kernel import loaded_when_used

if TYPE_CHECKING:
    from .chart import chart_of, chart_svg
    from .chart_lines import scores_svg
    from .checked import CONFIDENTIAL, NOT_AVAILABLE, Checked, Row, for_reading
    from .checking import check
    from .grid import ALL
    from .listed import Asked, check_list
    from .packaging import package
    from .pages import report_page
    from .public_thought import (
        CanvasArea,
        PublicConsequence,
        PublicDesignReview,
        PublicDpiaAdvice,
        PublicMeasure,
        PublicTriage,
    )
    from .public_use import (
        PublicAdvice,
        PublicAgreement,
        PublicChange,
        PublicColumn,
        PublicCrisis,
        PublicDataset,
        PublicDecision,
        PublicEvent,
        PublicParty,
        PublicReceipt,
        PublicRelease,
        PublicUndertaking,
        PublicUse,
    )
    from .publication import OGL, AreaMap, Package, Publication
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
    from .reviewing import review_page, risk_in_words, summary, to_judge
    from .risks import Reason, Risk
    from .rules import Rules

__all__ = [
    "ALL",
    "CONFIDENTIAL",
    "NOT_AVAILABLE",
    "OGL",
    "AreaMap",
    "Asked",
    "CanvasArea",
    "Chart",
    "Checked",
    "CheckedTable",
    "Code",
    "Facts",
    "Heading",
    "No",
    "Package",
    "Paragraph",
    "PublicAdvice",
    "PublicAgreement",
    "PublicChange",
    "PublicColumn",
    "PublicConsequence",
    "PublicCrisis",
    "PublicDataset",
    "PublicDecision",
    "PublicDesignReview",
    "PublicDpiaAdvice",
    "PublicEvent",
    "PublicMeasure",
    "PublicParty",
    "PublicReceipt",
    "PublicRelease",
    "PublicTriage",
    "PublicUndertaking",
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
    "for_reading",
    "package",
    "receipt_facts",
    "report_page",
    "review_page",
    "risk_in_words",
    "scores_svg",
    "summary",
    "to_judge",
]

# Each name is loaded when it is first used, so that a command starts soon.
_HOMES = {
    "PublicUndertaking": "public_use",
    "ALL": "grid",
    "CONFIDENTIAL": "checked",
    "NOT_AVAILABLE": "checked",
    "OGL": "publication",
    "AreaMap": "publication",
    "Asked": "listed",
    "CanvasArea": "public_thought",
    "Chart": "report",
    "Checked": "checked",
    "CheckedTable": "report",
    "Code": "report",
    "Facts": "report",
    "Heading": "report",
    "No": "report",
    "Package": "publication",
    "Paragraph": "report",
    "PublicAdvice": "public_use",
    "PublicAgreement": "public_use",
    "PublicChange": "public_use",
    "PublicColumn": "public_use",
    "PublicCrisis": "public_use",
    "PublicConsequence": "public_thought",
    "PublicDataset": "public_use",
    "PublicDecision": "public_use",
    "PublicDesignReview": "public_thought",
    "PublicDpiaAdvice": "public_thought",
    "PublicEvent": "public_use",
    "PublicMeasure": "public_thought",
    "PublicParty": "public_use",
    "PublicReceipt": "public_use",
    "PublicRelease": "public_use",
    "PublicTriage": "public_thought",
    "PublicUse": "public_use",
    "Publication": "publication",
    "Reason": "risks",
    "Report": "report",
    "Risk": "risks",
    "Row": "checked",
    "for_reading": "checked",
    "scores_svg": "chart_lines",
    "Rules": "rules",
    "Section": "report",
    "Table": "report",
    "UsePage": "report",
    "chart_of": "chart",
    "chart_svg": "chart",
    "check": "checking",
    "check_list": "listed",
    "package": "packaging",
    "receipt_facts": "report",
    "report_page": "pages",
    "review_page": "reviewing",
    "risk_in_words": "reviewing",
    "summary": "reviewing",
    "to_judge": "reviewing",
}

__getattr__, __dir__ = loaded_when_used(__name__, _HOMES)
