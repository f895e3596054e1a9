"""The first epoch of seals is made by the owner: the program's role may not add one."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import migrations


def begin(apps, schema_editor):
    """Make the first epoch, unless the database (an older one, or a restored one) has one."""
    epochs = apps.get_model("audit", "Epoch").objects
    if not epochs.exists():
        epochs.create(began_at=datetime.now(UTC), reason="the first")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
