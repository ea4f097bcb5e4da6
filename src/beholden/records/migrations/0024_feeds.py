"""Feeds: rows for named people, asked for by one and opened by another; who may read them."""

import django.db.models.deletion
from django.db import migrations, models

from beholden.records.going_back import records_of, refuse_to_let_go
from beholden.records.moving import InPython
from beholden.records.triggers import (
    Change,
    Guard,
    changed,
    moved,
    never_deleted,
    never_moved,
    never_replaced,
    put_up,
    take_down,
)


def _once(*columns):
    return f'(OLD."{columns[0]}" IS NOT NULL AND ({changed(*columns)}))'


GUARDS = (
    *never_deleted("feed"),
    *never_replaced(
        "feed", one_feed_stands="use_id = NEW.use_id AND state <> 'closed' AND NEW.state <> 'closed'"
    ),
    never_moved("feed"),
    # Two people (S9).
    Guard("feed_begins_as_asked", "records_feed", Change.INSERT, "NEW.state <> 'asked'"),
    Guard(
        "feed_keeps_its_words",
        "records_feed",
        Change.UPDATE,
        changed("id", "use_id", "agreement_id", "because", "asked_by_id", "asked_at"),
    ),
    Guard(
        "feed_goes_one_way",
        "records_feed",
        Change.UPDATE,
        moved("state", ("asked", "open"), ("asked", "closed"), ("open", "closed")),
    ),
    Guard(
        "feed_opened_and_closed_once",
        "records_feed",
        Change.UPDATE,
        " OR ".join(
            (
                _once("opened_at", "opened_by_id", "place"),
                _once("closed_at", "closed_because"),
                _once("dropped_at", "extract_id"),
            )
        ),
    ),
    # What is not agreed, or is destroyed, is not fed.
    Guard(
        "feed_opens_under_an_agreement_in_force",
        "records_feed",
        Change.UPDATE,
        "OLD.state = 'asked' AND NEW.state = 'open' AND EXISTS (SELECT 1 FROM records_agreement"
        " AS a WHERE a.id = NEW.agreement_id AND a.state <> 'in_force')",
    ),
    Guard(
        "feed_filled_from_the_current_extract",
        "records_feed",
        Change.UPDATE,
        f"NEW.extract_id IS NOT NULL AND ({changed('extract_id')}) AND EXISTS"
        " (SELECT 1 FROM records_extract AS e WHERE e.id = NEW.extract_id"
        " AND (e.state <> 'current' OR e.agreement_id <> NEW.agreement_id))",
    ),
    *never_deleted("feedaccess"),
    *never_replaced(
        "feedaccess",
        one_access_stands=(
            "feed_id = NEW.feed_id AND person_id = NEW.person_id"
            " AND ended_at IS NULL AND NEW.ended_at IS NULL"
        ),
        records_feedaccess_login_key="login = NEW.login",
    ),
    never_moved("feedaccess"),
    Guard(
        "feed_access_to_an_open_feed",
        "records_feedaccess",
        Change.INSERT,
        "NEW.ended_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM records_feed AS f"
        " WHERE f.id = NEW.feed_id AND f.state = 'open')",
    ),
    Guard(
        "feed_access_keeps_its_words",
        "records_feedaccess",
        Change.UPDATE,
        changed("id", "feed_id", "person_id", "login", "until", "given_by_id", "given_at"),
    ),
    Guard(
        "feed_access_ended_once",
        "records_feedaccess",
        Change.UPDATE,
        " OR ".join((_once("ended_at", "ended_because"), _once("dropped_at"))),
    ),
)


def forwards(_apps, schema_editor):
    """Put the guards up."""
    put_up(GUARDS, schema_editor)


def backwards(apps, schema_editor):
    """Take the guards down, once no feed has anything on its server.

    Without its record nobody would drop its rows and logins when the terms end.
    """
    feeds = records_of(apps, schema_editor, "Feed")
    refuse_to_let_go(
        feeds.filter(opened_at__isnull=False, dropped_at__isnull=True),
        of="feeds whose rows and logins are still on their server",
        next_step="Close them, and let their server drop them: beholden feed list.",
    )
    take_down(GUARDS, schema_editor)


class Migration(migrations.Migration):
    """Makes two tables, each with all its constraints, then their triggers."""

    dependencies = [
        ('records', '0023_papers_kept'),
    ]

    operations = [
        migrations.CreateModel(
            name='Feed',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('asked', 'Asked for'), ('open', 'Open'), ('closed', 'Closed')], default='asked', max_length=10)),
                ('because', models.TextField()),
                ('asked_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField(null=True)),
                ('place', models.CharField(blank=True, max_length=63)),
                ('filled_at', models.DateTimeField(null=True)),
                ('filled', models.JSONField(default=dict)),
                ('closed_at', models.DateTimeField(null=True)),
                ('closed_because', models.TextField(blank=True)),
                ('dropped_at', models.DateTimeField(null=True)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='feeds', to='records.agreement')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('extract', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.extract')),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('use', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='feeds', to='records.datause')),
            ],
            options={
                'ordering': ('asked_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='FeedAccess',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('login', models.CharField(max_length=63, unique=True)),
                ('until', models.DateField()),
                ('given_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_because', models.TextField(blank=True)),
                ('dropped_at', models.DateTimeField(null=True)),
                ('feed', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='access', to='records.feed')),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.AddConstraint(
            model_name='feed',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'closed'), _negated=True), fields=('use',), name='one_feed_stands'),
        ),
        migrations.AddConstraint(
            model_name='feed',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('place', ''), _negated=True), ('dropped_at__isnull', True)), fields=('place',), name='one_feed_in_a_place'),
        ),
        migrations.AddConstraint(
            model_name='feed',
            constraint=models.CheckConstraint(condition=models.Q(('opened_by__isnull', True), models.Q(('opened_by', models.F('asked_by')), _negated=True), _connector='OR'), name='feed_opened_by_another'),
        ),
        migrations.AddConstraint(
            model_name='feed',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('opened_at__isnull', True), ('opened_by__isnull', True), ('place', '')), models.Q(('opened_at__isnull', False), ('opened_by__isnull', False), models.Q(('place', ''), _negated=True)), _connector='OR'), name='opened_feed_has_place'),
        ),
        migrations.AddConstraint(
            model_name='feed',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('opened_at__isnull', True), ('state', 'asked')), models.Q(('closed_at__isnull', True), ('opened_at__isnull', False), ('state', 'open')), models.Q(('closed_at__isnull', False), ('state', 'closed')), _connector='OR'), name='feed_state_is_that_of_its_moments'),
        ),
        migrations.AddConstraint(
            model_name='feed',
            constraint=models.CheckConstraint(condition=models.Q(('extract__isnull', True), ('opened_at__isnull', False), _connector='OR'), name='only_an_opened_feed_is_filled'),
        ),
        migrations.AddConstraint(
            model_name='feed',
            constraint=models.CheckConstraint(condition=models.Q(('dropped_at__isnull', True), models.Q(('closed_at__isnull', False), ('extract__isnull', True)), _connector='OR'), name='dropped_feed_is_closed_and_empty'),
        ),
        migrations.AddConstraint(
            model_name='feed',
            constraint=models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='feed_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='feedaccess',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('feed', 'person'), name='one_access_stands'),
        ),
        migrations.AddConstraint(
            model_name='feedaccess',
            constraint=models.CheckConstraint(condition=models.Q(('given_by', models.F('person')), _negated=True), name='feed_access_given_by_another'),
        ),
        migrations.AddConstraint(
            model_name='feedaccess',
            constraint=models.CheckConstraint(condition=models.Q(('dropped_at__isnull', True), ('ended_at__isnull', False), _connector='OR'), name='dropped_login_has_ended'),
        ),
        InPython(forwards, backwards),
    ]
