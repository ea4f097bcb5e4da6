"""Every page of those who sign in, each with who opens it; ``at_work`` is the council it is of.

What stands in braces is the council's own: an id that only a course of acts makes.
"""

from __future__ import annotations

USE, AGREEMENT = "work/uses/warm-homes/", "work/agreements/warm-homes-2026/"
DRAFT, RELEASE = "work/drafts/warm-homes-2027/", "work/releases/{release}/"
UNDERTAKING, COMPLAINT = "work/undertakings/warm-homes/1/", "work/complaints/{complaint}/"
REQUEST, MATCHES = "work/requests/{request}/", "match-review/accounts/places/"
BENCH, MEETING = "workbench/warm-homes/", "board-work/meetings/{planned}/"

# One of each template, which is looked at in every way.
ONE_OF_EACH = (
    ("my-work/", "many"),
    ("work/uses/", "many"),
    ("work/state-a-use/", "many"),
    (USE, "many"),
    (f"{USE}statement/", "many"),
    (f"{USE}triage/", "many"),
    (f"{USE}canvas/", "many"),
    (f"{USE}canvas/reasons/", "many"),
    (f"{USE}outcome/", "many"),
    (f"{USE}paper/", "many"),
    ("work/ask-in-a-crisis/", "many"),
    ("work/ask-in-a-crisis/?datasets=council_tax&datasets=support_scheme", "many"),
    ("work/datasets/", "many"),
    ("work/datasets/council_tax/", "many"),
    ("work/areas/", "revenues"),
    ("work/areas/places/", "revenues"),
    ("work/agreements/", "many"),
    ("work/write-an-agreement/", "dpo"),
    ("work/write-an-agreement/?use=warm-homes", "dpo"),
    (AGREEMENT, "dpo"),
    (f"{AGREEMENT}versions/1/", "dpo"),
    (f"{AGREEMENT}from/1/to/2/", "dpo"),
    (DRAFT, "owner"),
    (f"{DRAFT}parts/law/", "owner"),
    (f"{DRAFT}parts/groups/", "owner"),
    (f"{DRAFT}datasets/council_tax/", "owner"),
    (f"{DRAFT}datasets/energy_certificates/column/?column=rating", "owner"),
    (f"{DRAFT}joins/1/", "owner"),
    (f"{DRAFT}offer/", "dpo"),
    ("work/releases/", "many"),
    (RELEASE, "many"),
    ("work/undertakings/", "many"),
    (UNDERTAKING, "owner"),
    ("work/complaints/", "dpo"),
    (COMPLAINT, "dpo"),
    ("work/requests/", "dpo"),
    (REQUEST, "dpo"),
    ("work/answer-a-household/?request={request}", "dpo"),
    ("work/concealments/", "officer"),
    ("work/objections-and-opt-outs/", "dpo"),
    ("work/people/", "admin"),
    ("work/accounts/", "admin"),
    ("work/accounts/{person}/", "admin"),
    ("work/training/", "dpo"),
    ("work/worker/", "admin"),
    ("workbench/", "analyst"),
    (BENCH, "analyst"),
    (f"{BENCH}build/", "analyst"),
    (f"{BENCH}answers/{{receipt}}/release/", "analyst"),
    (f"{BENCH}questions/1/schedule/", "analyst"),
    (f"{BENCH}schedules/1/", "analyst"),
    ("match-review/", "looker"),
    (MATCHES, "looker"),
    (f"{MATCHES}decided/", "looker"),
    (f"{MATCHES}results/", "looker"),
    (f"{MATCHES}draw/", "looker"),
    ("board-work/", "secretary"),
    ("board-work/plan-a-meeting/", "secretary"),
    ("board-work/who-is-on-the-board/", "secretary"),
    (MEETING, "secretary"),
    (f"{MEETING}who-was-there/", "secretary"),
    (f"{MEETING}advice/warm-homes/", "secretary"),
    ("board-work/papers/{paper}/", "secretary"),
    ("partner-agreements/", "partner"),
    ("partner-agreements/received/", "partner"),
)
# One of each kind, which is walked by keyboard: lists, tasks, forms of each sort, tables, SQL.
BY_KEYBOARD = tuple(
    (path, who)
    for path, who in ONE_OF_EACH
    if path
    in {
        "my-work/",
        USE,
        f"{USE}triage/",
        f"{USE}canvas/reasons/",
        "work/datasets/council_tax/",
        AGREEMENT,
        f"{DRAFT}datasets/council_tax/",
        RELEASE,
        REQUEST,
        BENCH,
        f"{BENCH}build/",
        MATCHES,
        f"{MEETING}advice/warm-homes/",
        "partner-agreements/",
    }
)
# Pages whose template is another's too.
ALIKE = (
    (f"{USE}design-review/", "designer"),
    (f"{USE}dpia/", "many"),
    (f"{USE}dpia-advice/", "dpo"),
    (f"{USE}decision/", "officer"),
    (f"{USE}seal/", "dpo"),
    (f"{USE}review/", "officer"),
    (f"{USE}crisis/", "dpo"),
    ("work/datasets/council_tax/match/", "revenues"),
    ("work/register-a-dataset/", "revenues"),
    ("work/keep-areas/", "revenues"),
    (f"{AGREEMENT}sign/", "revenues"),
    (f"{AGREEMENT}suspend/", "dpo"),
    (DRAFT, "dpo"),
    (f"{DRAFT}change/", "owner"),
    *((f"{DRAFT}parts/{code}/", "owner") for code in ("parties", "days", "subject", "datasets")),
    *((f"{DRAFT}parts/{code}/", "owner") for code in ("quality", "outputs", "safeguards")),
    (f"{DRAFT}parts/besides/", "owner"),
    (f"{DRAFT}datasets/council_tax/make-a-column/", "owner"),
    ("work/write-an-agreement/as-yaml/?use=warm-homes", "dpo"),
    (f"{DRAFT}discard/", "dpo"),
    ("work/releases/{approved}/publish/", "publisher"),
    ("work/undertakings/warm-homes/state/", "owner"),
    (f"{UNDERTAKING}more-time/", "owner"),
    ("work/record-a-complaint/?request={request}", "dpo"),
    (f"{COMPLAINT}acknowledged/", "dpo"),
    (f"{REQUEST}close/", "dpo"),
    ("work/record-an-objection-or-opt-out/?request={request}", "dpo"),
    ("work/state-a-concealment/", "dpo"),
    ("work/concealments/{concealment}/confirm/", "officer"),
    ("work/concealments/{concealment}/lift/", "dpo"),
    ("work/add-a-person/", "admin"),
    ("work/people/{person}/", "admin"),
    ("work/people/{person}/let-go/", "admin"),
    ("work/open-an-account/", "admin"),
    ("work/accounts/{person}/begin-anew/", "admin"),
    ("work/accounts/{person}/close/", "admin"),
    (f"{MATCHES}sample/matched/", "looker"),
    ("board-work/meetings/{met}/", "secretary"),
    (f"{MEETING}minutes/", "secretary"),
    ("board-work/who-is-on-the-board/{member}/", "secretary"),
)
# Documents that stand alone, with their own styles, to be printed or kept.
TO_PRINT = (
    (f"{USE}paper/print/", "many"),
    (f"{AGREEMENT}versions/1/print/", "dpo"),
)
# The pages of one's own account, in their order: with the password alone, and with an app.
ACCOUNT_BY_PASSWORD = ("your-account/authenticator-app/",)
ACCOUNT_WITH_AN_APP = (
    "your-account/",
    "your-account/password/",
    "your-account/confirm/",
    "your-account/confirm-with-code/",
    "your-account/recovery-codes/",
    "your-account/recovery-codes/new/",
    "your-account/authenticator-app/remove/",
    "sign-out-everywhere/",
)

# What no browser opens as a page, and why.
NOT_OPENED = {
    "openid_connect_login": "it leads on to the council's provider of identities",
    "openid_connect_callback": "the provider of identities leads back to it, and it leads on",
    "account_set_password": "who has a password is led to changing it; it has the same template",
    "workbench-explain": "it gives a script data",
    "workbench-drop": "it takes a form of the workbench, and shows nothing",
    "workbench-schedule-stop": "it takes a form of the page of a schedule, and shows nothing",
    "officer-dataset-quality": "it is a picture, which the page of a dataset shows",
    "officer-agreements-calendar": "it is a file for a calendar",
    "officer-accounts-json": "it is data, which the page of accounts offers",
    "officer-accounts-csv": "it is a file, which the page of accounts offers",
    "officer-areas-geojson": "it is a file of shapes, which the page of areas offers",
}
