from django.db import migrations

from stepdown.audit.policies import Wall


class Migration(migrations.Migration):
    """What a client asked about their record, what came of it, and what must be kept: with the client. Breaches: by site."""

    dependencies = [("privacy", "0005_papers_asked_for"), ("people", "0006_wall")]

    operations = [
        Wall("privacy.Request", "client"),
        Wall("privacy.Extension", "request"),
        Wall("privacy.Copy", "request"),
        Wall("privacy.Answer", "request"),
        Wall("privacy.Statement", "request"),
        Wall("privacy.Breach", site="site"),
        Wall("privacy.BreachAssessment", "breach"),
        Wall("privacy.BreachFactor", "assessment"),
        Wall("privacy.BreachTold", "breach"),
        Wall("privacy.BreachClosing", "breach"),
        Wall("privacy.LegalHold", "client"),
    ]
