"""What the database itself refuses, whoever asks: facts only added to, states that go one way."""

from django.db import migrations

from beholden.records.moving import InPython
from beholden.records.triggers import (
    Change,
    Guard,
    changed,
    moved,
    never_deleted,
    never_emptied,
    only_added_to,
    put_up,
    take_down,
)

# Facts: rows that are added and never touched again.
ONLY_ADDED_TO = (
    *only_added_to("ledgerentry"),
    *only_added_to("signature"),
    *only_added_to("advice"),
    *only_added_to("advicepoint"),
    *only_added_to("decision"),
    *only_added_to("receipt"),
    *only_added_to("outcome"),
    *only_added_to("datasetversion"),
    *only_added_to("keycolumn"),
)

# The ledger: the entry takes the place that the head points to, then the head goes on by one.
LEDGER = (
    Guard(
        "ledgerentry_takes_next_place",
        "records_ledgerentry",
        Change.INSERT,
        'NOT EXISTS (SELECT 1 FROM records_ledgerhead WHERE size = NEW."index")',
    ),
    Guard(
        "ledgerhead_starts_at_nothing",
        "records_ledgerhead",
        Change.INSERT,
        "NEW.size <> 0 OR EXISTS (SELECT 1 FROM records_ledgerentry)"
        " OR EXISTS (SELECT 1 FROM records_ledgerhead)",
    ),
    Guard(
        "ledgerhead_goes_on_by_one",
        "records_ledgerhead",
        Change.UPDATE,
        "NEW.size <> OLD.size + 1 OR NOT EXISTS"
        ' (SELECT 1 FROM records_ledgerentry WHERE "index" = OLD.size)',
    ),
    *never_deleted("ledgerhead"),
)

# What the board and the officer saw stays as it was stated. Two people (S9): the author of a use
# does not decide on it.
_SEEN = (
    "(EXISTS (SELECT 1 FROM records_advice WHERE use_id = {use})"
    " OR EXISTS (SELECT 1 FROM records_decision WHERE use_id = {use}))"
)
USES = (
    Guard(
        "use_keeps_its_name",
        "records_datause",
        Change.UPDATE,
        changed("id", "name"),
    ),
    Guard(
        "use_stays_as_it_was_seen",
        "records_datause",
        Change.UPDATE,
        f"{_SEEN.format(use='OLD.id')} AND ("
        + changed(
            "title",
            "purpose",
            "owner",
            "accountable_officer",
            "why_data",
            "people_affected",
            "personal_data",
            "special_category",
            "review",
            "canvas",
            "statement",
            "made_up",
            "stated_by_id",
            "stated_at",
        )
        + ")",
    ),
    *never_deleted("datause"),
    Guard(
        "consequence_added_before_advice",
        "records_consequence",
        Change.INSERT,
        _SEEN.format(use="NEW.use_id"),
    ),
    Guard(
        "consequence_stays_as_it_was_seen",
        "records_consequence",
        Change.UPDATE,
        f"{_SEEN.format(use='OLD.use_id')} OR {_SEEN.format(use='NEW.use_id')}",
    ),
    Guard(
        "consequence_deleted_before_advice",
        "records_consequence",
        Change.DELETE,
        _SEEN.format(use="OLD.use_id"),
    ),
    never_emptied("consequence"),
    Guard(
        "decision_by_another",
        "records_decision",
        Change.INSERT,
        "EXISTS (SELECT 1 FROM records_datause"
        " WHERE id = NEW.use_id AND stated_by_id = NEW.decided_by_id)",
    ),
)

AGREEMENTS = (
    Guard(
        "agreement_begins_offered",
        "records_agreement",
        Change.INSERT,
        "NEW.state <> 'offered'",
    ),
    Guard(
        "agreement_keeps_its_words",
        "records_agreement",
        Change.UPDATE,
        changed(
            "id",
            "name",
            "version",
            "use_id",
            "starts",
            "ends",
            "document",
            "terms",
            "terms_hash",
            "stated_by_id",
            "stated_at",
        ),
    ),
    Guard(
        "agreement_goes_one_way",
        "records_agreement",
        Change.UPDATE,
        moved(
            "state",
            ("offered", "in_force"),
            ("offered", "withdrawn"),
            ("in_force", "superseded"),
            ("in_force", "ended"),
            ("in_force", "withdrawn"),
        ),
    ),
    Guard(
        "agreement_ends_once",
        "records_agreement",
        Change.UPDATE,
        f"OLD.ended_at IS NOT NULL AND ({changed('ended_at')})",
    ),
    *never_deleted("agreement"),
    Guard(
        "signature_under_same_terms",
        "records_signature",
        Change.INSERT,
        "NOT EXISTS (SELECT 1 FROM records_agreement"
        " WHERE id = NEW.agreement_id AND terms_hash = NEW.terms_hash)",
    ),
)

EXTRACTS = (
    Guard(
        "extract_under_agreement_in_force",
        "records_extract",
        Change.INSERT,
        "NEW.state <> 'current' OR NOT EXISTS (SELECT 1 FROM records_agreement"
        " WHERE id = NEW.agreement_id AND use_id = NEW.use_id AND state = 'in_force')",
    ),
    Guard(
        "extract_keeps_its_facts",
        "records_extract",
        Change.UPDATE,
        changed("id", "use_id", "agreement_id", "version", "facts", "datasets", "sealed_at"),
    ),
    Guard(
        "extract_goes_one_way",
        "records_extract",
        Change.UPDATE,
        moved("state", ("current", "destroyed")),
    ),
    Guard(
        "extract_destroyed_once",
        "records_extract",
        Change.UPDATE,
        f"OLD.destroyed_at IS NOT NULL AND ({changed('destroyed_at')})",
    ),
    *never_deleted("extract"),
    Guard(
        "receipt_of_its_own_extract",
        "records_receipt",
        Change.INSERT,
        "NEW.extract_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM records_extract"
        " WHERE id = NEW.extract_id AND use_id = NEW.use_id AND agreement_id = NEW.agreement_id)",
    ),
)

RELEASES = (
    Guard(
        "release_of_an_answer",
        "records_release",
        Change.INSERT,
        "NEW.state <> 'requested' OR NOT EXISTS (SELECT 1 FROM records_receipt"
        " WHERE id = NEW.receipt_id AND use_id = NEW.use_id AND allowed)",
    ),
    Guard(
        "release_keeps_its_table",
        "records_release",
        Change.UPDATE,
        changed("id", "use_id", "receipt_id", "checked", "requested_by_id", "requested_at"),
    ),
    Guard(
        "release_goes_one_way",
        "records_release",
        Change.UPDATE,
        moved(
            "state",
            ("requested", "approved"),
            ("requested", "declined"),
            ("approved", "published"),
        ),
    ),
    Guard(
        "release_keeps_its_reviewer",
        "records_release",
        Change.UPDATE,
        f"OLD.state <> 'requested' AND ({changed('reviewed_by_id', 'reviewed_at', 'because')})",
    ),
    Guard(
        "release_published_once",
        "records_release",
        Change.UPDATE,
        f"OLD.published_at IS NOT NULL AND ({changed('published_at', 'path')})",
    ),
    *never_deleted("release"),
)

GUARDS = (*ONLY_ADDED_TO, *LEDGER, *USES, *AGREEMENTS, *EXTRACTS, *RELEASES)


def forwards(apps, schema_editor):
    """Put the guards up, and the head in its place, so that acts can queue from the first one."""
    put_up(GUARDS, schema_editor)
    head = apps.get_model("records", "LedgerHead")
    head.objects.using(schema_editor.connection.alias).create(id=1, size=0)


def backwards(apps, schema_editor):
    """Take the guards down, then the head."""
    take_down(GUARDS, schema_editor)
    head = apps.get_model("records", "LedgerHead")
    head.objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    """Runs after the tables are there; remaking a table on SQLite drops its triggers."""

    dependencies = (("records", "0001_register"),)
    operations = (InPython(forwards, backwards),)
