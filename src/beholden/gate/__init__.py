"""The gate: an agreement compiled into the engine.

Terms from an agreement, a decision on a question, a sealed extract, a run in a jailed process, and
the treatment of what came out. Each name is loaded when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..kernel import loaded_when_used

if TYPE_CHECKING:
    from .agreement.closed_outputs import closed_output, nothing_left, nothing_to_seal
    from .agreement.conditions import CONDITIONS, ConditionKind, condition_in_words
    from .agreement.differences import differences
    from .agreement.differing import Difference
    from .agreement.disagreeing import disagreements
    from .agreement.form import named_datasets
    from .agreement.groups import written_out
    from .agreement.joining import as_signed, is_agreed
    from .agreement.legal_codes import (
        LEGAL_ENTRIES,
        LegalCode,
        basis_in_words,
        basis_of,
        code_for,
        entry_in_words,
        legal_codes,
        powers_of,
        public_interest,
    )
    from .agreement.legal_faults import legal_faults, legal_findings
    from .agreement.row_conditions import columns_of_condition
    from .agreement.states import (
        AgreementAct,
        AgreementState,
        PartyState,
        acts_on,
        party_after,
        state_after,
    )
    from .agreement.terms import agreement_faults, compile_terms
    from .agreement.tightening import tightened
    from .answer.treating import Answer, treat
    from .extract.beside import open_beside, seal_beside
    from .extract.extracts import Extract
    from .extract.keys import Keys
    from .extract.members import Members, members_key, open_members
    from .extract.objecting import LeftOut, objection_marks, secret_name
    from .extract.sealing import seal
    from .extract.small_seals import open_text, seal_text
    from .extract.sources import Source
    from .question.adding_up import what_adds_up
    from .question.deciding import decide
    from .question.examples import sql_name
    from .question.explaining import column_in_words
    from .question.plans import Decision, Plan
    from .question.publishing import public_question
    from .rehearsing.making import Shape, made_up_tables, terms_of_made_up
    from .rehearsing.no_rows import answer_of_no_rows
    from .rehearsing.writing import write_made_up
    from .rows.deciding import RowsDecision, RowsTable, decide_rows
    from .rows.fetching import fetch_rows
    from .running.engine import end_workers, finish, isolation_here, run
    from .running.failures import stopped_by_asker
    from .running.limits import Cancel, Isolation, Limits
    from .running.subjects import subject_rows

__all__ = [
    "CONDITIONS",
    "LEGAL_ENTRIES",
    "AgreementAct",
    "AgreementState",
    "Answer",
    "Cancel",
    "ConditionKind",
    "Decision",
    "Difference",
    "Extract",
    "Isolation",
    "Keys",
    "LeftOut",
    "LegalCode",
    "Limits",
    "Members",
    "PartyState",
    "Plan",
    "RowsDecision",
    "RowsTable",
    "Shape",
    "Source",
    "acts_on",
    "agreement_faults",
    "answer_of_no_rows",
    "as_signed",
    "basis_in_words",
    "basis_of",
    "closed_output",
    "code_for",
    "column_in_words",
    "columns_of_condition",
    "compile_terms",
    "condition_in_words",
    "decide",
    "decide_rows",
    "differences",
    "disagreements",
    "end_workers",
    "entry_in_words",
    "fetch_rows",
    "finish",
    "is_agreed",
    "isolation_here",
    "legal_codes",
    "legal_faults",
    "legal_findings",
    "made_up_tables",
    "members_key",
    "named_datasets",
    "nothing_left",
    "nothing_to_seal",
    "objection_marks",
    "open_beside",
    "open_members",
    "open_text",
    "party_after",
    "powers_of",
    "public_interest",
    "public_question",
    "run",
    "seal",
    "seal_beside",
    "seal_text",
    "secret_name",
    "sql_name",
    "state_after",
    "stopped_by_asker",
    "subject_rows",
    "terms_of_made_up",
    "tightened",
    "treat",
    "what_adds_up",
    "write_made_up",
    "written_out",
]

_HOMES = {
    "CONDITIONS": "agreement.conditions",
    "AgreementAct": "agreement.states",
    "AgreementState": "agreement.states",
    "Answer": "answer.treating",
    "Cancel": "running.limits",
    "ConditionKind": "agreement.conditions",
    "Decision": "question.plans",
    "Difference": "agreement.differing",
    "Extract": "extract.extracts",
    "Isolation": "running.limits",
    "Keys": "extract.keys",
    "LeftOut": "extract.objecting",
    "Limits": "running.limits",
    "Members": "extract.members",
    "PartyState": "agreement.states",
    "Plan": "question.plans",
    "RowsDecision": "rows.deciding",
    "RowsTable": "rows.deciding",
    "Shape": "rehearsing.making",
    "Source": "extract.sources",
    "acts_on": "agreement.states",
    "agreement_faults": "agreement.terms",
    "answer_of_no_rows": "rehearsing.no_rows",
    "column_in_words": "question.explaining",
    "closed_output": "agreement.closed_outputs",
    "nothing_left": "agreement.closed_outputs",
    "nothing_to_seal": "agreement.closed_outputs",
    "columns_of_condition": "agreement.row_conditions",
    "as_signed": "agreement.joining",
    "compile_terms": "agreement.terms",
    "condition_in_words": "agreement.conditions",
    "decide": "question.deciding",
    "decide_rows": "rows.deciding",
    "fetch_rows": "rows.fetching",
    "differences": "agreement.differences",
    "disagreements": "agreement.disagreeing",
    "end_workers": "running.engine",
    "finish": "running.engine",
    "is_agreed": "agreement.joining",
    "isolation_here": "running.engine",
    "made_up_tables": "rehearsing.making",
    "members_key": "extract.members",
    "named_datasets": "agreement.form",
    "objection_marks": "extract.objecting",
    "open_beside": "extract.beside",
    "open_members": "extract.members",
    "open_text": "extract.small_seals",
    "party_after": "agreement.states",
    "public_question": "question.publishing",
    "run": "running.engine",
    "seal": "extract.sealing",
    "seal_beside": "extract.beside",
    "seal_text": "extract.small_seals",
    "secret_name": "extract.objecting",
    "sql_name": "question.examples",
    "what_adds_up": "question.adding_up",
    "state_after": "agreement.states",
    "stopped_by_asker": "running.failures",
    "subject_rows": "running.subjects",
    "terms_of_made_up": "rehearsing.making",
    "tightened": "agreement.tightening",
    "treat": "answer.treating",
    "write_made_up": "rehearsing.writing",
    "written_out": "agreement.groups",
    "LEGAL_ENTRIES": "agreement.legal_codes",
    "public_interest": "agreement.legal_codes",
    "powers_of": "agreement.legal_codes",
    "LegalCode": "agreement.legal_codes",
    "basis_in_words": "agreement.legal_codes",
    "basis_of": "agreement.legal_codes",
    "code_for": "agreement.legal_codes",
    "entry_in_words": "agreement.legal_codes",
    "legal_codes": "agreement.legal_codes",
    "legal_faults": "agreement.legal_faults",
    "legal_findings": "agreement.legal_faults",
}

__getattr__, __dir__ = loaded_when_used(__name__, _HOMES)
