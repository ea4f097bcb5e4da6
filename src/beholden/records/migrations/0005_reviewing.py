"""Review of links: who ran a linkage, samples, decided pairs; nobody decides on their own."""

import django.db.models.deletion
from django.db import migrations, models

from beholden.records.moving import InPython
from beholden.records.triggers import Change, Guard, only_added_to, put_up, take_down

GUARDS = (
    *only_added_to("linkagerun"),
    *only_added_to("reviewsample"),
    *only_added_to("pairlabel"),
    # Two people (S9). A linkage of which nobody knows who ran it is not reviewed either.
    Guard(
        "label_by_another",
        "records_pairlabel",
        Change.INSERT,
        "NOT EXISTS (SELECT 1 FROM records_linkagerun"
        " WHERE key_id = NEW.key_id AND made_by_id <> NEW.decided_by_id)",
    ),
)


def forwards(_apps, schema_editor):
    """Put the guards up."""
    put_up(GUARDS, schema_editor)


def backwards(_apps, schema_editor):
    """Take the guards down."""
    take_down(GUARDS, schema_editor)


class Migration(migrations.Migration):
    """Makes three tables, each once with all its constraints, then their triggers."""

    dependencies = [
        ('records', '0004_decided_first'),
    ]

    operations = [
        migrations.CreateModel(
            name='LinkageRun',
            fields=[
                ('key', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='run', serialize=False, to='records.keycolumn')),
                ('columns', models.JSONField()),
                ('threshold', models.FloatField()),
                ('against', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.datasetversion')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('threshold__gte', 0), ('threshold__lte', 1)), name='threshold_is_a_share')],
            },
        ),
        migrations.CreateModel(
            name='PairLabel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.PositiveBigIntegerField()),
                ('candidate', models.CharField(max_length=120)),
                ('says', models.CharField(choices=[('same', 'Same'), ('different', 'Different'), ('cannot tell', 'Cannot tell')], max_length=11)),
                ('decided_at', models.DateTimeField()),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='labels', to='records.keycolumn')),
            ],
            options={
                'ordering': ('id',),
                'indexes': [models.Index(fields=['key', 'row'], name='labels_of_a_row')],
                'constraints': [models.CheckConstraint(condition=models.Q(('row__gte', 1)), name='labelled_rows_count_from_one'), models.CheckConstraint(condition=models.Q(('says__in', ('same', 'different', 'cannot tell'))), name='label_says_a_known_word')],
            },
        ),
        migrations.CreateModel(
            name='ReviewSample',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('of', models.CharField(choices=[('matched', 'Matched'), ('unmatched', 'Unmatched')], max_length=10)),
                ('rows', models.PositiveBigIntegerField()),
                ('strata', models.JSONField()),
                ('drawn_at', models.DateTimeField()),
                ('drawn_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='samples', to='records.keycolumn')),
            ],
            options={
                'ordering': ('drawn_at', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('of__in', ('matched', 'unmatched'))), name='sample_of_known_rows')],
            },
        ),
        InPython(forwards, backwards),
    ]
