from django.db import migrations

from stepdown.audit.policies import Wall


class Migration(migrations.Migration):
    """What is wrong in files on their way in is for who reaches the whole agency."""

    dependencies = [("transfer", "0001_initial"), ("people", "0006_wall")]

    operations = [Wall("transfer.ImportFault")]
