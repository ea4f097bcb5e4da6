"""What residents ask of the council themselves."""

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
    put_up,
    take_down,
)

_TABLE = "records_residentrequest"
GUARDS = (
    *never_deleted("residentrequest"),
    *never_replaced("residentrequest"),
    never_moved("residentrequest"),
    Guard(
        "request_begins_open",
        _TABLE,
        Change.INSERT,
        "NEW.closed_at IS NOT NULL OR NEW.forgotten_at IS NOT NULL",
    ),
    Guard(
        "request_keeps_its_words",
        _TABLE,
        Change.UPDATE,
        changed("id", "kind", "received", "text", "filed_at"),
    ),
    Guard(
        "request_closed_once",
        _TABLE,
        Change.UPDATE,
        "OLD.closed_at IS NOT NULL"
        f" AND ({changed('closed_at', 'closed_by_id', 'outcome', 'note')})",
    ),
    Guard(
        "request_forgotten_for_good",
        _TABLE,
        Change.UPDATE,
        f"OLD.forgotten_at IS NOT NULL AND ({changed('forgotten_at')})",
    ),
)


def forwards(_apps, schema_editor):
    """Put the guards up."""
    put_up(GUARDS, schema_editor)


def backwards(apps, schema_editor):
    """Take the guards down, once nobody waits for an answer."""
    refuse_to_let_go(
        records_of(apps, schema_editor, "ResidentRequest").filter(closed_at__isnull=True),
        of="requests of residents that nobody has answered yet",
        next_step="Answer and close them: beholden request list.",
    )
    take_down(GUARDS, schema_editor)


class Migration(migrations.Migration):
    """Makes the table, once with all its constraints, then its triggers."""

    dependencies = [
        ('records', '0027_saved_questions'),
    ]

    operations = [
        migrations.CreateModel(
            name='ResidentRequest',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=40)),
                ('received', models.DateField()),
                ('text', models.BinaryField()),
                ('filed_at', models.DateTimeField()),
                ('outcome', models.CharField(blank=True, default='', max_length=20)),
                ('note', models.BinaryField(default=b'')),
                ('closed_at', models.DateTimeField(null=True)),
                ('forgotten_at', models.DateTimeField(null=True)),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
            ],
            options={
                'ordering': ('received', 'id'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('kind', ''), _negated=True), name='request_has_kind'),
                    models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True), ('outcome', '')), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='closed_request_has_outcome'),
                    models.CheckConstraint(condition=models.Q(('forgotten_at__isnull', True), ('closed_at__isnull', False), _connector='OR'), name='forgotten_request_is_closed'),
                ],
            },
        ),
        InPython(forwards, backwards),
    ]
