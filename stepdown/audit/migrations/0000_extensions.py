"""The extensions everything else needs; both are trusted, so the database's owner may create them."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    run_before = [
        ("agency", "0001_initial"),
        ("people", "0001_initial"),
        ("episode", "0001_initial"),
        ("plan", "0001_initial"),
        ("policy", "0001_initial"),
        ("schedule", "0001_initial"),
        ("session", "0001_initial"),
    ]
    operations = [BtreeGistExtension(), TrigramExtension()]
