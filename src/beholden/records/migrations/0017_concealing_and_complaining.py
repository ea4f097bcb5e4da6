"""Lawful concealment by two people, and complaints with their clock."""

import django.db.models.deletion
from django.db import migrations, models

from beholden.records.going_back import records_of, refuse_to_let_go
from beholden.records.moving import InPython
from beholden.records.triggers import (
    Change,
    Guard,
    changed,
    never_deleted,
    never_moved,
    never_replaced,
    only_added_to,
    put_up,
    take_down,
)

GUARDS = (
    *never_deleted("concealment"),
    *never_replaced("concealment"),
    never_moved("concealment"),
    Guard(
        "concealment_begins_unconfirmed",
        "records_concealment",
        Change.INSERT,
        "NEW.confirmed_by_id IS NOT NULL OR NEW.ended_at IS NOT NULL",
    ),
    Guard(
        "concealment_keeps_its_words",
        "records_concealment",
        Change.UPDATE,
        changed(
            "id", "use_id", "dataset", "reason", "pages", "until", "stated_by_id", "stated_at"
        ),
    ),
    Guard(
        "concealment_confirmed_and_ended_once",
        "records_concealment",
        Change.UPDATE,
        f"(OLD.confirmed_at IS NOT NULL AND ({changed('confirmed_at', 'confirmed_by_id')}))"
        " OR (OLD.ended_at IS NOT NULL"
        f" AND ({changed('ended_at', 'confirmed_at', 'confirmed_by_id')}))",
    ),
    *never_deleted("complaint"),
    *never_replaced("complaint"),
    never_moved("complaint"),
    Guard(
        "complaint_keeps_its_words",
        "records_complaint",
        Change.UPDATE,
        changed(
            "id", "use_id", "kind", "channel", "received", "text", "recorded_by_id", "recorded_at"
        ),
    ),
    Guard(
        "complaint_forgotten_for_good",
        "records_complaint",
        Change.UPDATE,
        f"OLD.forgotten_at IS NOT NULL AND ({changed('forgotten_at')})",
    ),
    *only_added_to("complaintstep"),
    *never_replaced(
        "complaintstep",
        one_step_of_a_kind=(
            "complaint_id = NEW.complaint_id AND step = NEW.step AND NEW.step <> 'informed'"
        ),
    ),
    # Two people (S9).
    Guard(
        "complaint_decided_by_another",
        "records_complaintstep",
        Change.INSERT,
        "NEW.step = 'decided' AND EXISTS (SELECT 1 FROM records_complaint AS c"
        " JOIN records_datause AS u ON u.id = c.use_id WHERE c.id = NEW.complaint_id"
        " AND (u.stated_by_id = NEW.taken_by_id OR EXISTS (SELECT 1 FROM records_decision AS d"
        " WHERE d.use_id = u.id AND d.decided_by_id = NEW.taken_by_id)))",
    ),
)


def forwards(_apps, schema_editor):
    """Put the guards up."""
    put_up(GUARDS, schema_editor)


def backwards(apps, schema_editor):
    """Take the guards down, once nothing is concealed and nobody waits for an answer."""
    refuse_to_let_go(
        records_of(apps, schema_editor, "Concealment").filter(
            confirmed_at__isnull=False, ended_at__isnull=True
        ),
        of="concealments that hold, and what they conceal would be public",
        next_step="Lift them, or wait for their day: beholden concealment list.",
    )
    refuse_to_let_go(
        records_of(apps, schema_editor, "Complaint").exclude(steps__step="closed"),
        of="complaints that nobody has answered yet",
        next_step="Answer and close them: beholden complaint list.",
    )
    take_down(GUARDS, schema_editor)


class Migration(migrations.Migration):
    """Makes three tables, each once with all its constraints, then their triggers."""

    dependencies = [
        ('records', '0016_openings'),
    ]

    operations = [
        migrations.CreateModel(
            name='Complaint',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=40)),
                ('channel', models.CharField(max_length=40)),
                ('received', models.DateField()),
                ('text', models.BinaryField()),
                ('recorded_at', models.DateTimeField()),
                ('forgotten_at', models.DateTimeField(null=True)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('use', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='complaints', to='records.datause')),
            ],
            options={
                'ordering': ('received', 'id'),
            },
        ),
        migrations.CreateModel(
            name='ComplaintStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(max_length=20)),
                ('on', models.DateField()),
                ('outcome', models.CharField(blank=True, max_length=20)),
                ('note', models.BinaryField()),
                ('taken_at', models.DateTimeField()),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='records.complaint')),
                ('taken_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
            ],
            options={
                'ordering': ('complaint', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Concealment',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('dataset', models.CharField(blank=True, max_length=80)),
                ('reason', models.CharField(max_length=40)),
                ('pages', models.BooleanField()),
                ('until', models.DateField()),
                ('stated_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('stated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('use', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='concealments', to='records.datause')),
            ],
            options={
                'ordering': ('stated_at', 'id'),
            },
        ),
        migrations.AddConstraint(
            model_name='complaint',
            constraint=models.CheckConstraint(condition=models.Q(('kind', ''), _negated=True), name='complaint_has_kind'),
        ),
        migrations.AddConstraint(
            model_name='complaintstep',
            constraint=models.UniqueConstraint(condition=models.Q(('step', 'informed'), _negated=True), fields=('complaint', 'step'), name='one_step_of_a_kind'),
        ),
        migrations.AddConstraint(
            model_name='complaintstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome__gt', ''), ('step', 'decided')), models.Q(models.Q(('step', 'decided'), _negated=True), ('outcome', '')), _connector='OR'), name='decided_complaint_has_outcome'),
        ),
        migrations.AddConstraint(
            model_name='concealment',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), models.Q(('confirmed_by', models.F('stated_by')), _negated=True), _connector='OR'), name='concealment_by_two_people'),
        ),
        migrations.AddConstraint(
            model_name='concealment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='confirmed_concealment_has_moment'),
        ),
        migrations.AddConstraint(
            model_name='concealment',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='concealment_has_reason'),
        ),
        InPython(forwards, backwards),
    ]
