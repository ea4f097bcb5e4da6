"""A signature carries the fingerprint of the whole agreement, besides that of its terms."""

from importlib import import_module

from django.db import migrations, models

from beholden.records.moving import InPython
from beholden.records.triggers import Change, Guard, changed, put_up, take_down

_EARLIER = {
    "signature_under_same_terms": "0002_triggers",
    "agreement_keeps_its_words": "0009_agreeing",
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
            "stated_at",
        ),
    ),
    # An agreement that was offered before has no fingerprint of its document, nor its signatures.
    Guard(
        "signature_under_same_terms",
        "records_signature",
        Change.INSERT,
        "NOT EXISTS (SELECT 1 FROM records_agreement"
        " WHERE id = NEW.agreement_id AND terms_hash = NEW.terms_hash"
        " AND NOT (document_hash IS DISTINCT FROM NEW.document_hash))",
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
    """Adds two columns that old rows leave empty; guards change after them, and back before."""

    dependencies = [
        ('records', '0018_nothing_passed_on'),
    ]

    operations = [
        migrations.AddField(
            model_name='agreement',
            name='document_hash',
            field=models.CharField(max_length=80, null=True),
        ),
        migrations.AddField(
            model_name='signature',
            name='document_hash',
            field=models.CharField(max_length=80, null=True),
        ),
        InPython(forwards, backwards),
    ]
