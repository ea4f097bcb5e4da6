"""The only way in which doors read the register.

Each function reads the database at work (``databases.at_work``) and returns frozen views.
"""

from .agreements import agreement, agreements, review_owed_by
from .answers import receipt, receipts, release, releases
from .datasets import dataset, datasets
from .home import home_facts, people
from .ledger import WITNESS_LET_GO, WITNESS_NAMED, ledger, ledger_size, witness_acts
from .objections import objections
from .reviewing import review_of
from .subjects import HouseholdDatasetView, OptOutsView, household_datasets, opt_outs
from .undertakings import (
    undertaking,
    undertaking_record,
    undertaking_records,
    undertaking_view,
    undertakings,
)
from .uses import use, uses
from .views import (
    AdvicePointView,
    AdviceView,
    AgreementView,
    ConsequenceView,
    DatasetVersionView,
    DatasetView,
    DecisionView,
    ExtractView,
    HomeFacts,
    KeyView,
    LedgerEntryView,
    ObjectionsView,
    OutcomeView,
    PersonView,
    ReceiptSummary,
    ReceiptView,
    ReleaseSummary,
    ReleaseView,
    ReviewView,
    SampleView,
    SignatureView,
    UseSummary,
    UseView,
    plain,
)

__all__ = [
    "WITNESS_LET_GO",
    "WITNESS_NAMED",
    "AdvicePointView",
    "AdviceView",
    "AgreementView",
    "ConsequenceView",
    "DatasetVersionView",
    "DatasetView",
    "DecisionView",
    "ExtractView",
    "HomeFacts",
    "HouseholdDatasetView",
    "KeyView",
    "LedgerEntryView",
    "ObjectionsView",
    "OptOutsView",
    "OutcomeView",
    "PersonView",
    "ReceiptSummary",
    "ReceiptView",
    "ReleaseSummary",
    "ReleaseView",
    "ReviewView",
    "SampleView",
    "SignatureView",
    "UseSummary",
    "UseView",
    "agreement",
    "agreements",
    "dataset",
    "datasets",
    "home_facts",
    "household_datasets",
    "ledger",
    "ledger_size",
    "objections",
    "opt_outs",
    "people",
    "plain",
    "receipt",
    "receipts",
    "release",
    "releases",
    "review_of",
    "review_owed_by",
    "undertaking",
    "undertaking_record",
    "undertaking_records",
    "undertaking_view",
    "undertakings",
    "use",
    "uses",
    "witness_acts",
]
