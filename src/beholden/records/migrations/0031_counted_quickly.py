"""Lists count the questions and releases of each use without looking at one of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two indexes; nothing that is on record changes."""

    dependencies = (("records", "0030_areas"),)
    operations = (
        migrations.AddIndex(
            "receipt", models.Index(fields=("use", "allowed"), name="receipts_of_a_use")
        ),
        migrations.AddIndex(
            "release", models.Index(fields=("use", "state"), name="releases_of_a_use")
        ),
    )
