"""The page of a use lists the entries of that use: an index spares reading the whole ledger."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds an index, which remakes no table, so the triggers stay."""

    dependencies = (("records", "0002_triggers"),)
    operations = (
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(fields=["use", "index"], name="entries_of_a_use"),
        ),
    )
