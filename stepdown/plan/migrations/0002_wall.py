from django.db import migrations

from stepdown.audit.policies import Wall


class Migration(migrations.Migration):
    """What was ordered for a client: with the client."""

    dependencies = [("plan", "0001_initial"), ("people", "0006_wall")]

    operations = [
        Wall("plan.Prescription", "client"),
        Wall("plan.PrescribedService", "prescription"),
    ]
