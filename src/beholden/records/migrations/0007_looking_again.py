"""Looking again at a use, and objections; nobody reviews their own use."""

import django.db.models.deletion
from django.db import migrations, models

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

_SAME_SUBJECT = 'use_id = NEW.use_id AND "column" = NEW."column" AND mark = NEW.mark'

GUARDS = (
    *only_added_to("review"),
    *never_replaced("review"),
    # Two people (S9).
    Guard(
        "review_by_another",
        "records_review",
        Change.INSERT,
        "EXISTS (SELECT 1 FROM records_datause"
        " WHERE id = NEW.use_id AND stated_by_id = NEW.reviewed_by_id)",
    ),
    *never_deleted("objection"),
    *never_replaced(
        "objection",
        one_objection_stands=(
            f"{_SAME_SUBJECT} AND withdrawn_at IS NULL AND NEW.withdrawn_at IS NULL"
        ),
    ),
    never_moved("objection"),
    Guard(
        "objection_keeps_its_mark",
        "records_objection",
        Change.UPDATE,
        changed("use_id", "column", "mark", "secret", "recorded_by_id", "recorded_at"),
    ),
    Guard(
        "objection_withdrawn_once",
        "records_objection",
        Change.UPDATE,
        f"OLD.withdrawn_at IS NOT NULL AND ({changed('withdrawn_at')})",
    ),
)


def forwards(_apps, schema_editor):
    """Put the guards up."""
    put_up(GUARDS, schema_editor)


def backwards(_apps, schema_editor):
    """Take the guards down."""
    take_down(GUARDS, schema_editor)


class Migration(migrations.Migration):
    """Makes two tables, each once with all its constraints, then their triggers."""

    dependencies = [
        ('records', '0006_nothing_replaced'),
    ]

    operations = [
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('column', models.CharField(max_length=128)),
                ('mark', models.BigIntegerField()),
                ('secret', models.CharField(max_length=32)),
                ('recorded_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('use', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='records.datause')),
            ],
            options={
                'ordering': ('use', 'id'),
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('use', 'column', 'mark'), name='one_objection_stands')],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.CharField(max_length=200)),
                ('on', models.DateField()),
                ('continues', models.BooleanField()),
                ('because', models.TextField()),
                ('next_review', models.DateField(null=True)),
                ('recorded_at', models.DateTimeField()),
                ('reviewed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('use', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='records.datause')),
            ],
            options={
                'ordering': ('use', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='review_has_reason')],
            },
        ),
        InPython(forwards, backwards),
    ]
