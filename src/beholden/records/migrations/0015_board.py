"""The board: members, meetings, attendance and minutes; who advised on a use does not decide it."""

import django.db.models.deletion
from django.db import migrations, models

from beholden.records.moving import InPython
from beholden.records.triggers import (
    Change,
    Guard,
    changed,
    moved,
    never_deleted,
    never_emptied,
    never_moved,
    never_replaced,
    only_added_to,
    put_up,
    take_down,
)

_FIXED = (
    "EXISTS (SELECT 1 FROM records_boardmeeting AS m WHERE m.id = {meeting}"
    " AND (m.state = 'minuted' OR EXISTS (SELECT 1 FROM records_advicegiven AS g"
    " JOIN records_boarditem AS i ON i.id = g.item_id WHERE i.meeting_id = m.id)))"
)
_OF_ITEM = "(SELECT i.meeting_id FROM records_boarditem AS i WHERE i.id = {row}.item_id)"
_SAME_MEETING = "meeting_id = NEW.meeting_id"


def _fixed(table, name, meeting):
    """Return the guards of rows that stay as they are once a meeting is minuted or has advised."""
    rows = {Change.INSERT: "NEW", Change.UPDATE: "OLD", Change.DELETE: "OLD"}
    words = {Change.INSERT: "added", Change.UPDATE: "changed", Change.DELETE: "deleted"}
    return tuple(
        Guard(
            f"{name}_fixed_when_{words[change]}",
            f"records_{table}",
            change,
            _FIXED.format(meeting=meeting.format(row=row)),
        )
        for change, row in rows.items()
    )


# Whoever was there and did not stand aside advised; of advice whose meeting is not on record, every
# member whose term covers its day.
_ADVISED = (
    "EXISTS (SELECT 1 FROM records_advice AS a WHERE a.use_id = NEW.use_id AND ("
    "EXISTS (SELECT 1 FROM records_advicegiven AS g"
    " JOIN records_boarditem AS i ON i.id = g.item_id"
    " JOIN records_boardattendance AS t ON t.meeting_id = i.meeting_id"
    " WHERE g.advice_id = a.id AND t.person_id = NEW.decided_by_id"
    " AND NOT EXISTS (SELECT 1 FROM records_stoodaside AS s"
    " WHERE s.item_id = i.id AND s.attendance_id = t.id))"
    " OR (NOT EXISTS (SELECT 1 FROM records_advicegiven AS g WHERE g.advice_id = a.id)"
    " AND EXISTS (SELECT 1 FROM records_boardmember AS b WHERE b.person_id = NEW.decided_by_id"
    " AND b.starts <= a.meeting AND b.ends >= a.meeting))))"
)

GUARDS = (
    *only_added_to("boardversion"),
    *never_replaced("boardversion"),
    *only_added_to("boardmember"),
    *never_replaced(
        "boardmember", member_sits_once="board_id = NEW.board_id AND person_id = NEW.person_id"
    ),
    *never_deleted("boardmeeting"),
    *never_replaced("boardmeeting", records_boardmeeting_on_key='"on" = NEW."on"'),
    never_moved("boardmeeting"),
    Guard(
        "meeting_goes_one_way",
        "records_boardmeeting",
        Change.UPDATE,
        moved("state", ("planned", "held"), ("held", "minuted")),
    ),
    Guard(
        "meeting_stays_as_it_was_held",
        "records_boardmeeting",
        Change.UPDATE,
        f"OLD.state <> 'planned' AND ({changed('on', 'place', 'board_id')})",
    ),
    *_fixed("boarditem", "item", "{row}.meeting_id"),
    *_fixed("boardattendance", "attendance", "{row}.meeting_id"),
    *_fixed("stoodaside", "standing_aside", _OF_ITEM),
    *map(never_emptied, ("boarditem", "boardattendance", "stoodaside")),
    *never_replaced(
        "boarditem",
        one_item_per_number=f"{_SAME_MEETING} AND number = NEW.number",
        use_on_agenda_once=f"{_SAME_MEETING} AND use_id = NEW.use_id",
    ),
    *never_replaced(
        "boardattendance", member_there_once=f"{_SAME_MEETING} AND person_id = NEW.person_id"
    ),
    *never_replaced(
        "stoodaside",
        stood_aside_once="item_id = NEW.item_id AND attendance_id = NEW.attendance_id",
    ),
    *map(never_moved, ("boarditem", "boardattendance", "stoodaside")),
    *only_added_to("boardminutes"),
    *never_replaced("boardminutes"),
    Guard(
        "minutes_of_a_held_meeting",
        "records_boardminutes",
        Change.INSERT,
        "EXISTS (SELECT 1 FROM records_boardmeeting"
        " WHERE id = NEW.meeting_id AND state = 'planned')",
    ),
    *only_added_to("advicegiven"),
    *never_replaced("advicegiven", records_advicegiven_advice_id_key="advice_id = NEW.advice_id"),
    Guard(
        "advice_given_at_its_meeting",
        "records_advicegiven",
        Change.INSERT,
        "NOT EXISTS (SELECT 1 FROM records_advice AS a"
        " JOIN records_boarditem AS i ON i.id = NEW.item_id AND i.use_id = a.use_id"
        " JOIN records_boardmeeting AS m ON m.id = i.meeting_id"
        ' AND m."on" = a.meeting AND m.state <> \'planned\''
        " WHERE a.id = NEW.advice_id)",
    ),
    # The quorum is counted, not asserted.
    Guard(
        "advice_given_by_who_was_there",
        "records_advicegiven",
        Change.INSERT,
        "NEW.present <> (SELECT COUNT(*) FROM records_boarditem AS i"
        " JOIN records_boardattendance AS t ON t.meeting_id = i.meeting_id"
        " WHERE i.id = NEW.item_id AND NOT EXISTS (SELECT 1 FROM records_stoodaside AS s"
        " WHERE s.item_id = i.id AND s.attendance_id = t.id))",
    ),
    # Two people (S9).
    Guard("decision_by_no_adviser", "records_decision", Change.INSERT, _ADVISED),
)


def forwards(_apps, schema_editor):
    """Put the guards up."""
    put_up(GUARDS, schema_editor)


def backwards(_apps, schema_editor):
    """Take the guards down."""
    take_down(GUARDS, schema_editor)


class Migration(migrations.Migration):
    """Makes the board's tables, each once with all its constraints, then their triggers."""

    dependencies = [
        ('records', '0014_considering'),
    ]

    operations = [
        migrations.CreateModel(
            name='BoardVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seats', models.JSONField()),
                ('quorum', models.JSONField()),
                ('statement', models.JSONField()),
                ('stated_at', models.DateTimeField()),
                ('stated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='BoardMeeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(unique=True)),
                ('place', models.CharField(max_length=200)),
                ('state', models.CharField(default='planned', max_length=10)),
                ('stated_at', models.DateTimeField()),
                ('stated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('board', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.boardversion')),
            ],
            options={
                'ordering': ('on',),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ('planned', 'held', 'minuted'))), name='meeting_state_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='BoardItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=300)),
                ('papers', models.JSONField(default=list)),
                ('use', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='board_items', to='records.datause')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='records.boardmeeting')),
            ],
            options={
                'ordering': ('meeting', 'number'),
                'constraints': [
                    models.UniqueConstraint(fields=('meeting', 'number'), name='one_item_per_number'),
                    models.UniqueConstraint(fields=('meeting', 'use'), name='use_on_agenda_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='BoardAttendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.CharField(max_length=200)),
                ('seat', models.CharField(max_length=80)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='records.boardmeeting')),
            ],
            options={
                'ordering': ('meeting', 'id'),
                'constraints': [
                    models.UniqueConstraint(fields=('meeting', 'person'), name='member_there_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='BoardMinutes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('fingerprint', models.CharField(max_length=80)),
                ('recorded_at', models.DateTimeField()),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='minutes', to='records.boardmeeting')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
            ],
            options={
                'ordering': ('meeting', 'id'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='minutes_say_something'),
                ],
            },
        ),
        migrations.CreateModel(
            name='BoardMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.CharField(max_length=200)),
                ('seat', models.CharField(max_length=80)),
                ('starts', models.DateField()),
                ('ends', models.DateField()),
                ('interests', models.JSONField(default=list)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('board', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='records.boardversion')),
            ],
            options={
                'ordering': ('board', 'id'),
                'constraints': [
                    models.UniqueConstraint(fields=('board', 'person'), name='member_sits_once'),
                    models.CheckConstraint(condition=models.Q(('ends__gte', models.F('starts'))), name='member_term_ends_after_start'),
                ],
            },
        ),
        migrations.CreateModel(
            name='StoodAside',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('because', models.TextField()),
                ('attendance', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stood_aside', to='records.boardattendance')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stood_aside', to='records.boarditem')),
            ],
            options={
                'ordering': ('item', 'id'),
                'constraints': [
                    models.UniqueConstraint(fields=('item', 'attendance'), name='stood_aside_once'),
                    models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='stood_aside_has_reason'),
                ],
            },
        ),
        migrations.CreateModel(
            name='AdviceGiven',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('present', models.PositiveSmallIntegerField()),
                ('needed', models.PositiveSmallIntegerField()),
                ('dissent', models.JSONField(default=list)),
                ('advice', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='given', to='records.advice')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='given', to='records.boarditem')),
            ],
            options={
                'ordering': ('advice',),
                'constraints': [models.CheckConstraint(condition=models.Q(('present__gte', models.F('needed'))), name='given_advice_has_quorum')],
            },
        ),
        InPython(forwards, backwards),
    ]
