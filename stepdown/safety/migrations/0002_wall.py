from django.db import migrations

from stepdown.audit.policies import Wall


class Migration(migrations.Migration):
    """Who must not meet: with either of the two; said only by who sees both."""

    dependencies = [("safety", "0001_initial"), ("people", "0006_wall")]

    operations = [Wall("safety.ContactRestriction", "first", "second")]
