"""On SQLite nothing takes the place of what was written: INSERT OR REPLACE is refused as well."""

from django.db import migrations

from beholden.records.moving import InPython
from beholden.records.triggers import (
    Change,
    Guard,
    as_unique,
    never_moved,
    never_replaced,
    put_up,
    take_down,
)

_SAME_USE = "use_id = NEW.use_id"

FACTS = (
    # Where the entry's place is not the next one, the older guard says so.
    Guard(
        "ledgerentry_not_replaced",
        "records_ledgerentry",
        Change.INSERT,
        "EXISTS (SELECT 1 FROM records_ledgerentry"
        ' WHERE rowid = NEW.rowid OR "index" = NEW."index")'
        ' AND EXISTS (SELECT 1 FROM records_ledgerhead WHERE size = NEW."index")',
        says=as_unique("ledgerentry", "index"),
        sqlite_only=True,
    ),
    *never_replaced(
        "signature", party_signs_once="agreement_id = NEW.agreement_id AND party = NEW.party"
    ),
    *never_replaced("advice", one_advice_per_meeting=f"{_SAME_USE} AND meeting = NEW.meeting"),
    *never_replaced(
        "advicepoint", one_point_per_number="advice_id = NEW.advice_id AND point = NEW.point"
    ),
    *never_replaced("decision"),
    *never_replaced("receipt"),
    *never_replaced("outcome"),
    *never_replaced(
        "datasetversion",
        one_version_per_number="dataset_id = NEW.dataset_id AND number = NEW.number",
    ),
    *never_replaced(
        "keycolumn",
        one_key_per_number=(
            'version_id = NEW.version_id AND "column" = NEW."column" AND number = NEW.number'
        ),
    ),
    *never_replaced("linkagerun", "key_id"),
    *never_replaced("reviewsample"),
    *never_replaced("pairlabel"),
)

STATES = (
    *never_replaced("datause", records_datause_name_key="name = NEW.name"),
    *never_replaced(
        "agreement", one_agreement_per_version="name = NEW.name AND version = NEW.version"
    ),
    *never_replaced(
        "extract",
        one_current_extract=f"{_SAME_USE} AND state = 'current' AND NEW.state = 'current'",
        one_extract_per_version=f"{_SAME_USE} AND version = NEW.version",
    ),
    *never_replaced("release"),
    *never_replaced(
        "consequence",
        one_consequence_per_place=f'{_SAME_USE} AND "order" = NEW."order"',
    ),
    *map(never_moved, ("datause", "agreement", "extract", "release", "consequence")),
    # UPDATE OR REPLACE would put one agreement in force in the place of another.
    Guard(
        "one_agreement_in_force_not_replaced",
        "records_agreement",
        Change.UPDATE,
        "NEW.state = 'in_force' AND EXISTS (SELECT 1 FROM records_agreement"
        f" WHERE {_SAME_USE} AND state = 'in_force' AND id <> NEW.id)",
        says="one_agreement_in_force",
        sqlite_only=True,
    ),
)

GUARDS = (*FACTS, *STATES)


def forwards(_apps, schema_editor):
    """Put the guards up."""
    put_up(GUARDS, schema_editor)


def backwards(_apps, schema_editor):
    """Take the guards down."""
    take_down(GUARDS, schema_editor)


class Migration(migrations.Migration):
    """Adds triggers only."""

    dependencies = (("records", "0005_reviewing"),)
    operations = (InPython(forwards, backwards),)
