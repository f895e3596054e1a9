from django.db import migrations

from stepdown.audit.policies import Wall


class Migration(migrations.Migration):
    """Seats are seen with the client, and at the place where they are: it must know how full it is."""

    dependencies = [("schedule", "0003_tracks_end"), ("people", "0006_wall")]

    operations = [
        Wall("schedule.TrackEnrollment", "client", site="track__site"),
        Wall("schedule.ClientAvailability", "client"),
        Wall("schedule.Enrollment", "client", site="group__site"),
        Wall("schedule.Participant", "client", site="session__site"),
        Wall("schedule.SessionGuest", "client", site="session__site"),
    ]
