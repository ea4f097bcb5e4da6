"""Questions that are asked again by themselves, and the notes of the worker that asks them."""

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

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

_RUN = "records_schedulerun"
GUARDS = (
    *only_added_to("schedule"),
    *never_replaced("schedule"),
    *only_added_to("scheduleend"),
    *never_replaced("scheduleend", key="schedule_id"),
    *never_deleted("schedulerun"),
    *never_replaced(
        "schedulerun",
        schedule_asks_once_a_day='"schedule_id" = NEW."schedule_id" AND "due" = NEW."due"',
        records_schedulerun_receipt_id_key='"receipt_id" = NEW."receipt_id"',
    ),
    never_moved("schedulerun"),
    Guard(
        "run_keeps_what_it_was",
        _RUN,
        Change.UPDATE,
        f"{changed('id', 'schedule_id', 'due', 'receipt_id')}"
        f" OR ({changed('answer')}) AND length(NEW.\"answer\") > 0",
    ),
)


def forwards(_apps, schema_editor):
    """Put the guards up."""
    put_up(GUARDS, schema_editor)


def backwards(apps, schema_editor):
    """Take the guards down, once nothing is asked by itself any more."""
    refuse_to_let_go(
        records_of(apps, schema_editor, "Schedule").filter(
            end__isnull=True, until__gte=timezone.localdate()
        ),
        of="schedules that still ask",
        next_step="Stop each of them, on the page of its use at the workbench.",
    )
    take_down(GUARDS, schema_editor)


class Migration(migrations.Migration):
    """Makes the tables, each with all its constraints, then their triggers."""

    dependencies = [
        ('records', '0028_requests_of_residents'),
    ]

    operations = [
        migrations.CreateModel(
            name='Job',
            fields=[
                ('name', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('claimed_by', models.CharField(blank=True, default='', max_length=40)),
                ('claimed_until', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('wait_until', models.DateTimeField(null=True)),
                ('tell', models.CharField(blank=True, default='', max_length=300)),
            ],
            options={'ordering': ('name',)},
        ),
        migrations.CreateModel(
            name='Schedule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('every', models.CharField(max_length=5)),
                ('on', models.PositiveSmallIntegerField(default=0)),
                ('starts', models.DateField()),
                ('until', models.DateField()),
                ('scheduled_at', models.DateTimeField()),
                ('saved', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='schedules', to='records.savedquestion')),
                ('scheduled_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='schedules', to='records.person')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('every', 'day'), ('on', 0)), models.Q(('every', 'week'), ('on__gte', 1), ('on__lte', 7)), models.Q(('every', 'month'), ('on__gte', 1), ('on__lte', 31)), _connector='OR'), name='schedule_has_days'),
                    models.CheckConstraint(condition=models.Q(('starts__lte', models.F('until'))), name='schedule_starts_before_its_end'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ScheduleEnd',
            fields=[
                ('schedule', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='end', serialize=False, to='records.schedule')),
                ('because', models.CharField(max_length=20)),
                ('ended_at', models.DateTimeField()),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
            ],
        ),
        migrations.CreateModel(
            name='ScheduleRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due', models.DateField()),
                ('answer', models.BinaryField(default=b'')),
                ('receipt', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='run', to='records.receipt')),
                ('schedule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='records.schedule')),
            ],
            options={
                'ordering': ('schedule', 'due'),
                'constraints': [
                    models.UniqueConstraint(fields=('schedule', 'due'), name='schedule_asks_once_a_day'),
                ],
            },
        ),
        InPython(forwards, backwards),
    ]
