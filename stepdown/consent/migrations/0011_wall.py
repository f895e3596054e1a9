from django.db import migrations

from stepdown.audit.policies import Wall


class Migration(migrations.Migration):
    """What a client signed, what left, and what a court asked: with the client; a request that names nobody, by site."""

    dependencies = [("consent", "0010_endings"), ("people", "0006_wall")]

    operations = [
        Wall("consent.Consent", "client"),
        Wall("consent.Revocation", "consent"),
        Wall("consent.RestrictionRequest", "client"),
        Wall("consent.RestrictionAnswer", "request"),
        Wall("consent.Paper", "client"),
        Wall("consent.Withdrawal", "paper"),
        Wall("consent.EventHappened", "consent"),
        Wall("consent.ListAsked", "client"),
        Wall("consent.Signature", "consent", "paper"),
        Wall("consent.CopyGiven", "consent", "paper"),
        Wall("consent.Disclosure", "client_id", log=True),
        Wall("consent.LegalRequest", "client", site="site"),
        Wall("consent.LegalNote", "request"),
        Wall("consent.LegalDecision", "request"),
    ]
