"""Keys of the API, and requests that are done once though they are sent again."""

import django.db.models.deletion
from django.db import migrations, models

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

GUARDS = (
    *never_deleted("apikey"),
    *never_replaced("apikey"),
    Guard(
        "api_key_keeps_what_it_carries",
        "records_apikey",
        Change.UPDATE,
        changed("id", "person_id", "purpose", "fingerprint", "rights", "uses", "until", "opened_at"),
    ),
    Guard(
        "api_key_closed_for_good",
        "records_apikey",
        Change.UPDATE,
        f"OLD.closed_at IS NOT NULL AND ({changed('closed_at')})",
    ),
)


def forwards(_apps, schema_editor):
    """Put the guards up."""
    put_up(GUARDS, schema_editor)


def backwards(_apps, schema_editor):
    """Take the guards down."""
    take_down(GUARDS, schema_editor)


class Migration(migrations.Migration):
    """Adds the tables, then the triggers on them."""

    dependencies = [
        ('records', '0024_feeds'),
    ]

    operations = [
        migrations.CreateModel(
            name='ApiKey',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('purpose', models.CharField(max_length=200)),
                ('fingerprint', models.CharField(max_length=64, unique=True)),
                ('rights', models.JSONField()),
                ('uses', models.JSONField()),
                ('until', models.DateField()),
                ('opened_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='api_keys', to='records.person')),
            ],
            options={
                'ordering': ('opened_at', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='api_key_has_purpose')],
            },
        ),
        migrations.CreateModel(
            name='SentOnce',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200)),
                ('digest', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('status', models.PositiveSmallIntegerField(null=True)),
                ('body', models.TextField(blank=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='records.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'key'), name='sent_once_by_a_person')],
            },
        ),
        InPython(forwards, backwards),
    ]
