"""Who kept the draft of an agreement has written it too, and does not sign it (S9)."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

from beholden.records.moving import InPython
from beholden.records.triggers import Change, Guard, changed, put_up, take_down

_EARLIER = {
    "agreement_keeps_its_words": "0019_signing_the_document",
    "signature_by_another": "0008_two_people",
}

# In the place of earlier guards of the same names.
GUARDS = (
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
            "document_hash",
            "contracts",
            "stated_by_id",
            "drafted_by_id",
            "stated_at",
        ),
    ),
    Guard(
        "signature_by_another",
        "records_signature",
        Change.INSERT,
        "EXISTS (SELECT 1 FROM records_agreement WHERE id = NEW.agreement_id"
        " AND (stated_by_id = NEW.signed_by_id OR drafted_by_id = NEW.signed_by_id))",
    ),
)


def _replaced():
    """Return the guards of earlier migrations in whose place these stand."""
    return [
        guard
        for name, migration in _EARLIER.items()
        for guard in import_module(f"{__package__}.{migration}").GUARDS
        if guard.name == name
    ]


def forwards(_apps, schema_editor):
    """Put these guards in the place of the earlier ones."""
    take_down(_replaced(), schema_editor)
    put_up(GUARDS, schema_editor)


def backwards(_apps, schema_editor):
    """Put the earlier guards in the place of these."""
    take_down(GUARDS, schema_editor)
    put_up(_replaced(), schema_editor)


class Migration(migrations.Migration):
    """Adds a column that old rows leave empty; guards change after it, and back before."""

    dependencies = [
        ('records', '0020_reviewed_by_a_third'),
    ]

    operations = [
        migrations.AddField(
            model_name='agreement',
            name='drafted_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person'),
        ),
        InPython(forwards, backwards),
    ]
