from django.db import migrations

from stepdown.audit.policies import Wall


class Migration(migrations.Migration):
    """A client's way, stays and holds: with the client."""

    dependencies = [("episode", "0002_contact_of_a_call"), ("people", "0006_wall")]

    operations = [
        Wall("episode.Step", "client"),
        Wall("episode.TakenBack", "step"),
        Wall("episode.Episode", "client"),
        Wall("episode.LevelOfCareStay", "episode"),
        Wall("episode.Hold", "episode"),
        Wall("episode.AdmissionData", "client"),
        Wall("episode.SubstanceUse", "data"),
    ]
