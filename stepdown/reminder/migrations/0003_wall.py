from django.db import migrations

from stepdown.audit.policies import Wall


class Migration(migrations.Migration):
    """Reminders, and who agreed to them: with the client."""

    dependencies = [("reminder", "0002_no_number_to_call"), ("people", "0006_wall")]

    operations = [Wall("reminder.Reminder", "client"), Wall("reminder.DayBefore", "client")]
