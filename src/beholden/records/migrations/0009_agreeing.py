"""Drafts, what each party says, and suspensions; an agreement may be suspended and resumed."""

import pkgutil
from importlib import import_module
from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Max

from beholden.records.moving import InPython
from beholden.records.triggers import (
    Change,
    Guard,
    changed,
    moved,
    never_deleted,
    never_moved,
    never_replaced,
    only_added_to,
    put_up,
    take_down,
)

_OF_AGREEMENT = "agreement_id = NEW.agreement_id"
_STANDS = (
    "EXISTS (SELECT 1 FROM records_agreement WHERE id = NEW.agreement_id"
    " AND state IN ('offered', 'in_force', 'suspended'))"
)
_STOPPED = (
    "EXISTS (SELECT 1 FROM records_suspension"
    " WHERE agreement_id = NEW.id AND resumed_at IS NULL)"
)

# In the place of earlier guards of the same names.
INSTEAD = (
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
            "contracts",
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
            ("in_force", "suspended"),
            ("in_force", "superseded"),
            ("in_force", "ended"),
            ("in_force", "withdrawn"),
            ("suspended", "in_force"),
            ("suspended", "ended"),
            ("suspended", "withdrawn"),
        ),
    ),
    Guard(
        "one_agreement_in_force_not_replaced",
        "records_agreement",
        Change.UPDATE,
        "NEW.state IN ('in_force', 'suspended') AND EXISTS (SELECT 1 FROM records_agreement"
        " WHERE use_id = NEW.use_id AND state IN ('in_force', 'suspended') AND id <> NEW.id)",
        says="one_agreement_in_force",
        sqlite_only=True,
    ),
)

NEW = (
    Guard(
        "agreement_begins_once",
        "records_agreement",
        Change.UPDATE,
        f"OLD.began_at IS NOT NULL AND ({changed('began_at')})",
    ),
    # What stops asking has its reason on record, and what lifts it another person (S9).
    Guard(
        "agreement_stopped_on_record",
        "records_agreement",
        Change.UPDATE,
        f"(NEW.state = 'suspended' AND OLD.state <> 'suspended' AND NOT {_STOPPED})"
        f" OR (NEW.state = 'in_force' AND OLD.state = 'suspended' AND {_STOPPED})",
    ),
    Guard("signature_while_open", "records_signature", Change.INSERT, f"NOT {_STANDS}"),
    *only_added_to("partyanswer"),
    *never_replaced(
        "partyanswer",
        party_withdraws_once=(
            f"{_OF_AGREEMENT} AND party = NEW.party AND says = 'withdrawn'"
            " AND NEW.says = 'withdrawn'"
        ),
    ),
    Guard("answer_while_open", "records_partyanswer", Change.INSERT, f"NOT {_STANDS}"),
    Guard(
        "withdrawal_after_signature",
        "records_partyanswer",
        Change.INSERT,
        "NEW.says = 'withdrawn' AND NOT EXISTS (SELECT 1 FROM records_signature"
        f" WHERE {_OF_AGREEMENT} AND party = NEW.party)",
    ),
    *never_deleted("suspension"),
    *never_replaced(
        "suspension",
        one_suspension_at_a_time=(
            f"{_OF_AGREEMENT} AND resumed_at IS NULL AND NEW.resumed_at IS NULL"
        ),
    ),
    never_moved("suspension"),
    Guard(
        "suspension_keeps_its_reason",
        "records_suspension",
        Change.UPDATE,
        changed("agreement_id", "because", "suspended_by_id", "suspended_at"),
    ),
    Guard(
        "suspension_lifted_once",
        "records_suspension",
        Change.UPDATE,
        "OLD.resumed_at IS NOT NULL AND ("
        + changed("resumed_at", "resumed_by_id", "resumed_because")
        + ")",
    ),
    Guard(
        "draft_keeps_its_author",
        "records_agreementdraft",
        Change.UPDATE,
        changed("name", "use_id", "kept_by_id"),
    ),
)

GUARDS = (*INSTEAD, *NEW)


def _earlier():
    """Return the guards of earlier migrations that speak of agreements.

    SQLite remakes the table, and cannot while a trigger speaks of it.
    """
    here = Path(__file__)
    before = sorted(m.name for m in pkgutil.iter_modules([str(here.parent)]) if m.name < here.stem)
    modules = [import_module(f"{__package__}.{name}") for name in before]
    guards = {guard.name: guard for module in modules for guard in getattr(module, "GUARDS", ())}
    return [g for g in guards.values() if "records_agreement" in f"{g.table} {g.fault}"]


def earlier_down(_apps, schema_editor):
    """Take the earlier guards of agreements down."""
    take_down(_earlier(), schema_editor)


def earlier_up(_apps, schema_editor):
    """Put the earlier guards of agreements up again, as they were."""
    put_up(_earlier(), schema_editor)


def forwards(apps, schema_editor):
    """Say when agreements began, as far as is known, then put all guards up."""
    agreements = apps.get_model("records", "Agreement").objects.using(
        schema_editor.connection.alias
    )
    begun = agreements.filter(state__in=("in_force", "superseded", "ended"))
    for one in begun.annotate(last=Max("signatures__signed_at")):
        agreements.filter(pk=one.pk).update(began_at=one.last or one.stated_at)
    replaced = {guard.name for guard in INSTEAD}
    put_up([g for g in _earlier() if g.name not in replaced], schema_editor)
    put_up(GUARDS, schema_editor)


def backwards(apps, schema_editor):
    """Take all guards down; what was suspended is ended, since nothing else stops it there."""
    replaced = {guard.name for guard in INSTEAD}
    take_down(GUARDS, schema_editor)
    take_down([g for g in _earlier() if g.name not in replaced], schema_editor)
    agreements = apps.get_model("records", "Agreement").objects.using(
        schema_editor.connection.alias
    )
    for one in agreements.filter(state="suspended"):
        last = one.suspensions.latest("id").suspended_at
        agreements.filter(pk=one.pk).update(state="ended", ended_at=last)


class Migration(migrations.Migration):
    """Remakes the table of agreements on SQLite, so its guards go down before and up after."""

    dependencies = [
        ('records', '0008_two_people'),
    ]

    operations = [
        InPython(earlier_down, earlier_up),
        migrations.CreateModel(
            name='AgreementDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True)),
                ('document', models.JSONField()),
                ('kept_at', models.DateTimeField()),
                ('kept_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('use', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='records.datause')),
            ],
            options={
                'ordering': ('name',),
            },
        ),
        migrations.RemoveConstraint(model_name='agreement', name='one_agreement_in_force'),
        migrations.RemoveConstraint(model_name='agreement', name='ended_agreement_has_moment'),
        migrations.AddField(
            model_name='agreement',
            name='began_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='agreement', name='contracts', field=models.JSONField(default=dict)
        ),
        migrations.AlterField(
            model_name='agreement',
            name='state',
            field=models.CharField(choices=[('offered', 'Offered'), ('in_force', 'In force'), ('suspended', 'Suspended'), ('superseded', 'Superseded'), ('ended', 'Ended'), ('withdrawn', 'Withdrawn')], default='offered', max_length=12),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('in_force', 'suspended'))), fields=('use',), name='one_agreement_in_force'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ('ended', 'withdrawn'))), models.Q(('ended_at__isnull', True), ('state__in', ('offered', 'in_force', 'suspended', 'superseded'))), _connector='OR'), name='ended_agreement_has_moment'),
        ),
        migrations.CreateModel(
            name='PartyAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('party', models.CharField(max_length=200)),
                ('says', models.CharField(choices=[('asks_for_changes', 'Asks for changes'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn')], max_length=20)),
                ('text', models.TextField()),
                ('given_at', models.DateTimeField()),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='records.agreement')),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
            ],
            options={
                'ordering': ('agreement', 'id'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('party', ''), _negated=True), models.Q(('text', ''), _negated=True)), name='answer_has_party_and_text'),
                    models.CheckConstraint(condition=models.Q(('says__in', ('asks_for_changes', 'declined', 'withdrawn'))), name='answer_is_known'),
                    models.UniqueConstraint(condition=models.Q(('says', 'withdrawn')), fields=('agreement', 'party'), name='party_withdraws_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Suspension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('because', models.TextField()),
                ('suspended_at', models.DateTimeField()),
                ('resumed_because', models.TextField(blank=True)),
                ('resumed_at', models.DateTimeField(null=True)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='suspensions', to='records.agreement')),
                ('resumed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('suspended_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
            ],
            options={
                'ordering': ('agreement', 'id'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='suspension_has_reason'),
                    models.CheckConstraint(condition=models.Q(models.Q(('resumed_at__isnull', True), ('resumed_because', ''), ('resumed_by__isnull', True)), models.Q(('resumed_at__isnull', False), ('resumed_by__isnull', False), models.Q(('resumed_because', ''), _negated=True)), _connector='OR'), name='resumption_is_whole'),
                    models.CheckConstraint(condition=models.Q(('resumed_by__isnull', True), models.Q(('resumed_by', models.F('suspended_by')), _negated=True), _connector='OR'), name='resumed_by_another'),
                    models.UniqueConstraint(condition=models.Q(('resumed_at__isnull', True)), fields=('agreement',), name='one_suspension_at_a_time'),
                ],
            },
        ),
        InPython(forwards, backwards),
    ]
