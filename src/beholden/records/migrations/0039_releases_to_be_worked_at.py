"""An index of the releases that are not finished, among thousands that are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds a partial index; nothing on record changes."""

    dependencies = (("records", "0038_ways_in"),)
    operations = (
        migrations.AddIndex(
            model_name="release",
            index=models.Index(
                fields=("state",),
                name="releases_to_be_worked_at",
                condition=models.Q(state__in=("requested", "approved")),
            ),
        ),
    )
