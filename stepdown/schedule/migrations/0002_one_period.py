"""Staff and participants carry their session's period; the database keeps the copies equal.

Moving a session moves its people in the same statement, and the exclusion constraints look at all of them.
"""

from django.db import migrations

_KEEP = """
ALTER TABLE {table} ADD CONSTRAINT {name}
    FOREIGN KEY (session_id, period) REFERENCES schedule_plannedsession (id, period) ON UPDATE CASCADE
"""


def _keep(table: str, name: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        _KEEP.format(table=table, name=name), reverse_sql=f"ALTER TABLE {table} DROP CONSTRAINT {name}"
    )


class Migration(migrations.Migration):
    dependencies = [("schedule", "0001_initial")]
    operations = [
        _keep("schedule_sessionstaff", "session_staff_keeps_period"),
        _keep("schedule_participant", "participant_keeps_period"),
    ]
