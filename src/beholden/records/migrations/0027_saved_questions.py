"""Questions that are saved to a use, and which of them are gone; both are only added to."""

import django.db.models.deletion
from django.db import migrations, models

from beholden.records.moving import InPython
from beholden.records.triggers import never_replaced, only_added_to, put_up, take_down

GUARDS = (
    *only_added_to("savedquestion"),
    *never_replaced("savedquestion"),
    *only_added_to("savedquestiongone"),
    *never_replaced("savedquestiongone", key="saved_id"),
)


def forwards(_apps, schema_editor):
    """Put the guards up."""
    put_up(GUARDS, schema_editor)


def backwards(_apps, schema_editor):
    """Take the guards down."""
    take_down(GUARDS, schema_editor)


class Migration(migrations.Migration):
    """Makes two tables, each with all its constraints, then their triggers."""

    dependencies = [
        ('records', '0026_bounds_and_shorter_spans'),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200)),
                ('question', models.TextField()),
                ('saved_at', models.DateTimeField()),
                ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('use', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='saved_questions', to='records.datause')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('question', ''), _negated=True)), name='saved_question_says_something'),
                ],
            },
        ),
        migrations.CreateModel(
            name='SavedQuestionGone',
            fields=[
                ('saved', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='gone', serialize=False, to='records.savedquestion')),
                ('gone_at', models.DateTimeField()),
                ('gone_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
            ],
        ),
        InPython(forwards, backwards),
    ]
