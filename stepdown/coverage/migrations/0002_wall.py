from django.db import migrations

from stepdown.audit.policies import Wall


class Migration(migrations.Migration):
    """What a payer approved: with the client."""

    dependencies = [("coverage", "0001_initial"), ("people", "0006_wall")]

    operations = [
        Wall("coverage.Authorization", "client"),
        Wall("coverage.AuthorizedUnits", "authorization"),
        Wall("coverage.ReviewContact", "authorization"),
    ]
