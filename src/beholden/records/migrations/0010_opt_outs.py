"""Opt-outs from a kind of use: kept as marks, withdrawn once, never changed."""

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

_SAME_SUBJECT = 'kind = NEW.kind AND "column" = NEW."column" AND mark = NEW.mark'

GUARDS = (
    *never_deleted("optout"),
    *never_replaced(
        "optout",
        one_opt_out_stands=(
            f"{_SAME_SUBJECT} AND withdrawn_at IS NULL AND NEW.withdrawn_at IS NULL"
        ),
    ),
    never_moved("optout"),
    Guard(
        "opt_out_keeps_its_mark",
        "records_optout",
        Change.UPDATE,
        changed("kind", "column", "mark", "secret", "recorded_by_id", "recorded_at"),
    ),
    Guard(
        "opt_out_withdrawn_once",
        "records_optout",
        Change.UPDATE,
        f"OLD.withdrawn_at IS NOT NULL AND ({changed('withdrawn_at')})",
    ),
)


def forwards(_apps, schema_editor):
    """Put the guards up."""
    put_up(GUARDS, schema_editor)


def backwards(apps, schema_editor):
    """Take the guards down, once nobody opts out any more: no seal would heed them."""
    refuse_to_let_go(
        records_of(apps, schema_editor, "OptOut").filter(withdrawn_at__isnull=True),
        of="opt-outs that stand",
        next_step="Subjects withdraw them: beholden opt-out withdraw.",
    )
    take_down(GUARDS, schema_editor)


class Migration(migrations.Migration):
    """Makes one table with all its constraints, then its triggers."""

    dependencies = [
        ('records', '0009_agreeing'),
    ]

    operations = [
        migrations.CreateModel(
            name='OptOut',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('column', models.CharField(max_length=128)),
                ('mark', models.BigIntegerField()),
                ('secret', models.CharField(max_length=32)),
                ('recorded_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
            ],
            options={
                'ordering': ('kind', 'id'),
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('kind', 'column', 'mark'), name='one_opt_out_stands'), models.CheckConstraint(condition=models.Q(('kind', ''), _negated=True), name='opt_out_has_kind')],
            },
        ),
        InPython(forwards, backwards),
    ]
