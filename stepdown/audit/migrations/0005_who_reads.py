from django.db import migrations

from stepdown.audit.policies import FUNCTIONS

DOWN = "".join(f"DROP FUNCTION wall_{name}();" for name in ("whole", "sites", "staff", "account", "moment"))


class Migration(migrations.Migration):
    """What the policies of every app ask: who reads."""

    dependencies = [("audit", "0004_marks_of_sealed_rows")]

    operations = [migrations.RunSQL(FUNCTIONS, DOWN)]
