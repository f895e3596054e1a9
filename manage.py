"""For Django's own commands (makemigrations, check); everything else is the `stepdown` command."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stepdown.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
