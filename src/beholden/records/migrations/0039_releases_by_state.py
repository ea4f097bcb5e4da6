"""An index of releases by their state: few are to be worked at, among thousands published."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds an index; nothing on record changes."""

    dependencies = (("records", "0038_ways_in"),)
    operations = (
        migrations.AddIndex(
            model_name="release",
            index=models.Index(fields=("state",), name="releases_by_state"),
        ),
    )
