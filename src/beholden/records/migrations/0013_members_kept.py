"""Who was in which extract, what may be told of it, for how long, and how often it was."""

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


def _once(name, table, column):
    return Guard(
        name, f"records_{table}", Change.UPDATE, f'OLD."{column}" IS NOT NULL AND ({changed(column)})'
    )


GUARDS = (
    *never_deleted("memberskept"),
    *never_replaced("memberskept", records_memberskept_extract_id_key="extract_id = NEW.extract_id"),
    never_moved("memberskept"),
    Guard(
        "members_are_of_their_extract",
        "records_memberskept",
        Change.UPDATE,
        changed("extract_id", "fingerprint", "kept_at"),
    ),
    _once("members_destroyed_for_good", "memberskept", "destroyed_at"),
    *never_deleted("householddataset"),
    *never_replaced(
        "householddataset",
        one_household_statement_stands=(
            "dataset_id = NEW.dataset_id AND withdrawn_at IS NULL AND NEW.withdrawn_at IS NULL"
        ),
    ),
    never_moved("householddataset"),
    Guard(
        "household_statement_keeps_its_words",
        "records_householddataset",
        Change.UPDATE,
        changed("dataset_id", "columns", "because", "stated_by_id", "stated_at"),
    ),
    _once("household_statement_withdrawn_once", "householddataset", "withdrawn_at"),
    *only_added_to("span"),
    *never_replaced("span"),
    *never_deleted("answersofday"),
    *never_replaced("answersofday", records_answersofday_day_key="day = NEW.day"),
    never_moved("answersofday"),
    Guard(
        "answers_of_a_day_only_grow",
        "records_answersofday",
        Change.UPDATE,
        f"{changed('day')} OR NEW.answers < OLD.answers"
        f" OR (OLD.told AND ({changed('told', 'answers')}))",
    ),
)


def forwards(_apps, schema_editor):
    """Put the guards up."""
    put_up(GUARDS, schema_editor)


def backwards(_apps, schema_editor):
    """Take the guards down."""
    take_down(GUARDS, schema_editor)


class Migration(migrations.Migration):
    """Makes four tables, each once with all its constraints, then their triggers."""

    dependencies = [
        ('records', '0012_undertakings'),
    ]

    operations = [
        migrations.CreateModel(
            name='AnswersOfDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True)),
                ('answers', models.PositiveIntegerField()),
                ('told', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='MembersKept',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=80)),
                ('kept_at', models.DateTimeField()),
                ('destroyed_at', models.DateTimeField(null=True)),
                ('extract', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='records.extract')),
            ],
        ),
        migrations.CreateModel(
            name='HouseholdDataset',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('columns', models.JSONField()),
                ('because', models.TextField()),
                ('stated_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('dataset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='household', to='records.dataset')),
                ('stated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('dataset',), name='one_household_statement_stands'), models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='household_statement_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='Span',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('of', models.CharField(max_length=40)),
                ('days', models.PositiveIntegerField()),
                ('stated_at', models.DateTimeField()),
                ('stated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.CheckConstraint(condition=models.Q(('of', ''), _negated=True), name='span_is_of_something')],
            },
        ),
        InPython(forwards, backwards),
    ]
