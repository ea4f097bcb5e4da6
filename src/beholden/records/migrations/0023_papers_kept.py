"""What the board saw of a use is kept, each text once; where a member with an interest took part."""

import django.db.models.deletion
from django.db import migrations, models

from beholden.records.moving import InPython
from beholden.records.triggers import (
    Change,
    Guard,
    never_replaced,
    only_added_to,
    put_up,
    take_down,
)

GUARDS = (
    *only_added_to("papertext"),
    *never_replaced("papertext", records_papertext_fingerprint_key="fingerprint = NEW.fingerprint"),
    *only_added_to("meetingpaper"),
    *never_replaced(
        "meetingpaper",
        one_paper_per_version="meeting_id = NEW.meeting_id AND use_id = NEW.use_id"
        " AND version = NEW.version",
    ),
    Guard(
        "paper_made_before_its_meeting",
        "records_meetingpaper",
        Change.INSERT,
        "EXISTS (SELECT 1 FROM records_boardmeeting"
        " WHERE id = NEW.meeting_id AND state <> 'planned')",
    ),
)


def forwards(_apps, schema_editor):
    """Put the guards up."""
    put_up(GUARDS, schema_editor)


def backwards(_apps, schema_editor):
    """Take the guards down."""
    take_down(GUARDS, schema_editor)


class Migration(migrations.Migration):
    """Makes two tables, each once with all its constraints, then their triggers.

    The column that comes to another is null where it is added: SQLite then writes no table anew,
    which would lose that table's triggers.
    """

    dependencies = [
        ('records', '0022_roles_given_by'),
    ]

    operations = [
        migrations.AddField(
            model_name='boardattendance',
            name='took_part',
            field=models.JSONField(null=True),
        ),
        migrations.CreateModel(
            name='PaperText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=80, unique=True)),
                ('text', models.TextField()),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='paper_says_something')],
            },
        ),
        migrations.CreateModel(
            name='MeetingPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField()),
                ('made_at', models.DateTimeField()),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='use_papers', to='records.boardmeeting')),
                ('use', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.datause')),
                ('content', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.papertext', to_field='fingerprint')),
            ],
            options={
                'ordering': ('meeting', 'use', 'version'),
                'constraints': [models.UniqueConstraint(fields=('meeting', 'use', 'version'), name='one_paper_per_version')],
            },
        ),
        InPython(forwards, backwards),
    ]
