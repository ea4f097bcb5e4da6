"""What offices have undertaken to do, and what was recorded of it; two people give more time."""

import django.db.models.deletion
from django.db import migrations, models

from beholden.records.going_back import records_of, refuse_to_let_go
from beholden.records.moving import InPython
from beholden.records.triggers import (
    Change,
    Guard,
    never_replaced,
    only_added_to,
    put_up,
    take_down,
)

_BEFORE = "SELECT 1 FROM records_undertakingevent AS e WHERE e.undertaking_id = NEW.undertaking_id"
_ASKED = (
    "EXISTS (SELECT 1 FROM records_undertakingevent AS asked"
    " WHERE asked.undertaking_id = NEW.undertaking_id AND asked.step = '{asked}'"
    " AND (asked.until = NEW.until OR (asked.until IS NULL AND NEW.until IS NULL)) AND asked.recorded_by_id <> NEW.recorded_by_id"
    # What was agreed to before is not agreed to again.
    " AND NOT EXISTS (SELECT 1 FROM records_undertakingevent AS since"
    " WHERE since.undertaking_id = NEW.undertaking_id AND since.id > asked.id"
    " AND since.step <> 'lapsed'))"
)

GUARDS = (
    *only_added_to("undertaking"),
    *never_replaced(
        "undertaking",
        one_undertaking_per_number="use_id = NEW.use_id AND number = NEW.number",
    ),
    *only_added_to("undertakingevent"),
    *never_replaced("undertakingevent"),
    Guard(
        "undertaking_ends_once",
        "records_undertakingevent",
        Change.INSERT,
        f"EXISTS ({_BEFORE} AND e.step IN ('done', 'withdrawn', 'set-aside'))",
    ),
    # Two people (S9).
    Guard(
        "undertaking_agreed_by_another",
        "records_undertakingevent",
        Change.INSERT,
        f"(NEW.step = 'time-given' AND NOT {_ASKED.format(asked='time-asked')})"
        f" OR (NEW.step = 'withdrawn' AND NOT {_ASKED.format(asked='withdrawal-asked')})",
    ),
    Guard(
        "undertaking_set_aside_by_decision",
        "records_undertakingevent",
        Change.INSERT,
        "NEW.step = 'set-aside' AND NOT EXISTS (SELECT 1 FROM records_undertaking AS u"
        " JOIN records_decision AS d ON d.use_id = u.use_id"
        " WHERE u.id = NEW.undertaking_id AND u.point_id IS NOT NULL"
        " AND d.decided_by_id = NEW.recorded_by_id AND d.recorded_at = NEW.recorded_at)",
    ),
)


def forwards(_apps, schema_editor):
    """Put the guards up."""
    put_up(GUARDS, schema_editor)


def backwards(apps, schema_editor):
    """Take the guards down, once nothing is owed that stops its use."""
    refuse_to_let_go(
        records_of(apps, schema_editor, "Undertaking")
        .filter(stops=True)
        .exclude(events__step__in=("done", "withdrawn", "set-aside")),
        of="undertakings that stop their use when they lapse",
        next_step="Have them done or withdrawn: beholden undertaking list.",
    )
    take_down(GUARDS, schema_editor)


class Migration(migrations.Migration):
    """Makes two tables, each once with all its constraints, then their triggers."""

    dependencies = [
        ('records', '0011_training'),
    ]

    operations = [
        migrations.CreateModel(
            name='Undertaking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('text', models.TextField()),
                ('owner', models.CharField(max_length=200)),
                ('by', models.DateField()),
                ('stops', models.BooleanField()),
                ('origin', models.CharField(max_length=20)),
                ('origin_of', models.CharField(blank=True, max_length=300)),
                ('stated_at', models.DateTimeField()),
                ('point', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undertakings', to='records.advicepoint')),
                ('stated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('use', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='undertakings', to='records.datause')),
            ],
            options={
                'ordering': ('use', 'number'),
                'constraints': [
                    models.UniqueConstraint(fields=('use', 'number'), name='one_undertaking_per_number'),
                    models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('owner', ''), _negated=True)), name='undertaking_says_what_and_who'),
                    models.CheckConstraint(condition=models.Q(('origin__in', ('advice', 'canvas', 'consequence', 'design-review', 'assessment', 'other'))), name='undertaking_origin_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='UndertakingEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(max_length=20)),
                ('because', models.TextField(blank=True)),
                ('until', models.DateField(null=True)),
                ('office', models.CharField(max_length=200)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('undertaking', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='records.undertaking')),
            ],
            options={
                'ordering': ('undertaking', 'id'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('step__in', ('done', 'lapsed', 'time-asked', 'time-given', 'withdrawal-asked', 'withdrawn', 'set-aside'))), name='undertaking_step_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('step__in', ('lapsed', 'time-asked', 'time-given')), ('until__isnull', False)), models.Q(models.Q(('step__in', ('lapsed', 'time-asked', 'time-given')), _negated=True), ('until__isnull', True)), _connector='OR'), name='undertaking_step_has_its_day'),
                    models.CheckConstraint(condition=models.Q(models.Q(('recorded_by__isnull', True), ('step', 'lapsed')), models.Q(models.Q(('step', 'lapsed'), _negated=True), ('recorded_by__isnull', False), models.Q(('because', ''), _negated=True)), _connector='OR'), name='undertaking_step_has_person_and_reason'),
                ],
            },
        ),
        InPython(forwards, backwards),
    ]
