"""Areas in versions; they are only added to."""

import django.db.models.deletion
from django.db import migrations, models

from beholden.records.going_back import records_of, refuse_to_let_go
from beholden.records.moving import InPython
from beholden.records.triggers import never_replaced, only_added_to, put_up, take_down

GUARDS = (
    *only_added_to("areasversion"),
    *never_replaced(
        "areasversion", one_areas_per_version="name = NEW.name AND version = NEW.version"
    ),
)


def forwards(_apps, schema_editor):
    """Put the guards up."""
    put_up(GUARDS, schema_editor)


def backwards(apps, schema_editor):
    """Take the guards down, where no areas are kept: the ledger names each version for good."""
    refuse_to_let_go(
        records_of(apps, schema_editor, "AreasVersion"),
        of="areas that the ledger names",
        next_step="Stay at this migration, or bring back a backup from before it.",
    )
    take_down(GUARDS, schema_editor)


class Migration(migrations.Migration):
    """Makes one table with all its constraints, then its triggers."""

    dependencies = [
        ('records', '0029_schedules'),
    ]

    operations = [
        migrations.CreateModel(
            name='AreasVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('version', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('steward', models.CharField(max_length=200)),
                ('licence', models.CharField(max_length=300)),
                ('attribution', models.CharField(max_length=500)),
                ('made_up', models.BooleanField(default=False)),
                ('labels', models.JSONField()),
                ('document', models.TextField()),
                ('fingerprint', models.CharField(max_length=80)),
                ('source_fingerprint', models.CharField(max_length=80)),
                ('points_read', models.PositiveIntegerField()),
                ('points', models.PositiveIntegerField()),
                ('detail', models.PositiveIntegerField()),
                ('findings', models.JSONField()),
                ('kept_at', models.DateTimeField()),
                ('kept_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
            ],
            options={
                'ordering': ('name', 'version'),
                'constraints': [
                    models.UniqueConstraint(fields=('name', 'version'), name='one_areas_per_version'),
                    models.CheckConstraint(condition=models.Q(('version__gte', 1), models.Q(('steward', ''), _negated=True), models.Q(('attribution', ''), _negated=True)), name='areas_say_whose_they_are'),
                ],
            },
        ),
        InPython(forwards, backwards),
    ]
