from django.db import migrations

from stepdown.audit.policies import Wall


class Migration(migrations.Migration):
    """Clients are seen by site, all else about them with them; what else ties a person to one stands in session 0002."""

    dependencies = [("people", "0005_charts_opened_with_a_reason"), ("audit", "0005_who_reads")]

    operations = [
        Wall("people.Client", site="site"),
        Wall("people.Contact", "client"),
        Wall("people.Way", "client"),
        Wall("people.CareTeamMember", "client", site="staff__site"),
        Wall("people.EmergencyFact", "client"),
        Wall("people.ContactAttempt", "client"),
        Wall("people.Merge", "kept_client", "duplicate"),
        Wall("people.ChartPass", "client"),
        Wall("audit.Entry", "client_id", log=True),
        Wall("audit.ChartRead", "client_id", log=True),
    ]
