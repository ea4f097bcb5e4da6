"""Uses opened in a crisis: a second person confirms, what was stated stays, and the day comes."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

from beholden.records.going_back import records_of, refuse_to_let_go
from beholden.records.moving import InPython
from beholden.records.triggers import (
    Change,
    Guard,
    changed,
    never_deleted,
    never_replaced,
    put_up,
    take_down,
)

_ONCE = "OLD.{0} IS NOT NULL AND (" + changed("{0}") + ")"
_BEFORE = import_module("beholden.records.migrations.0004_decided_first")

# What stood in this place before: an approved use alone.
REPLACED = tuple(g for g in _BEFORE.GUARDS if g.name == "agreement_of_an_approved_use")

GUARDS = (
    *never_deleted("opening"),
    *never_replaced("opening", records_opening_use_id_key="use_id = NEW.use_id"),
    Guard(
        "opening_begins_unconfirmed",
        "records_opening",
        Change.INSERT,
        "NEW.confirmed_at IS NOT NULL OR NEW.reviewed_at IS NOT NULL",
    ),
    Guard(
        "opening_keeps_its_words",
        "records_opening",
        Change.UPDATE,
        changed(
            "id",
            "use_id",
            "statement",
            "document",
            "why_now",
            "days",
            "review_within",
            "asked_by_id",
            "office",
            "asked_at",
        ),
    ),
    # Two people (S9): one officer asks, the data-protection officer confirms.
    Guard(
        "opening_confirmed_by_another",
        "records_opening",
        Change.UPDATE,
        "NEW.confirmed_by_id = NEW.asked_by_id",
    ),
    Guard(
        "opening_confirmed_once",
        "records_opening",
        Change.UPDATE,
        f"OLD.confirmed_at IS NOT NULL AND ("
        f"{changed('confirmed_by_id', 'confirmed_at', 'confirmed_because', 'until', 'review_by')})",
    ),
    Guard("opening_reviewed_once", "records_opening", Change.UPDATE, _ONCE.format("reviewed_at")),
    Guard("opening_lapses_once", "records_opening", Change.UPDATE, _ONCE.format("lapsed_at")),
    Guard(
        "opened_use_keeps_its_purpose",
        "records_datause",
        Change.UPDATE,
        "EXISTS (SELECT 1 FROM records_opening WHERE use_id = OLD.id) AND ("
        + changed(
            "title",
            "purpose",
            "owner",
            "accountable_officer",
            "personal_data",
            "special_category",
            "stated_by_id",
        )
        + ")",
    ),
    Guard(
        "agreement_of_an_approved_use",
        "records_agreement",
        Change.UPDATE,
        "NEW.state = 'in_force' AND OLD.state <> 'in_force' AND NOT EXISTS"
        " (SELECT 1 FROM records_datause WHERE id = NEW.use_id AND state = 'approved')"
        " AND NOT EXISTS (SELECT 1 FROM records_opening WHERE use_id = NEW.use_id"
        " AND confirmed_at IS NOT NULL AND lapsed_at IS NULL)",
    ),
)


def forwards(_apps, schema_editor):
    """Put the guards up, one of them in place of its stricter forerunner."""
    take_down(REPLACED, schema_editor)
    put_up(GUARDS, schema_editor)


def backwards(apps, schema_editor):
    """Take the guards down, once no crisis is owed its review, and put the forerunner back."""
    refuse_to_let_go(
        records_of(apps, schema_editor, "Opening").filter(
            confirmed_at__isnull=False, reviewed_at__isnull=True
        ),
        of="uses opened in a crisis whose full review is owed",
        next_step="Have the officer decide on them: beholden crisis list.",
    )
    take_down(GUARDS, schema_editor)
    put_up(REPLACED, schema_editor)


class Migration(migrations.Migration):
    """Makes one table, once with all its constraints, then its triggers."""

    dependencies = [
        ('records', '0015_board'),
    ]

    operations = [
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('statement', models.JSONField()),
                ('document', models.JSONField()),
                ('why_now', models.TextField()),
                ('days', models.PositiveSmallIntegerField()),
                ('review_within', models.PositiveSmallIntegerField()),
                ('office', models.CharField(max_length=200)),
                ('asked_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('confirmed_because', models.TextField(blank=True)),
                ('until', models.DateField(null=True)),
                ('review_by', models.DateField(null=True)),
                ('reviewed_at', models.DateTimeField(null=True)),
                ('lapsed_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('use', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='opening', to='records.datause')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.CheckConstraint(condition=models.Q(('days__gte', 1), ('days__lte', 30)), name='opening_of_thirty_days_at_most'), models.CheckConstraint(condition=models.Q(('review_within__gte', 1), ('review_within__lte', models.F('days'))), name='opening_is_reviewed_while_open'), models.CheckConstraint(condition=models.Q(('why_now', ''), _negated=True), name='opening_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_because', ''), ('confirmed_by__isnull', True), ('lapsed_at__isnull', True), ('review_by__isnull', True), ('until__isnull', True)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), ('review_by__isnull', False), ('review_by__lte', models.F('until')), ('until__isnull', False), models.Q(('confirmed_because', ''), _negated=True)), _connector='OR'), name='opening_confirmed_whole')],
            },
        ),
        InPython(forwards, backwards),
    ]
