from django.apps import AppConfig
from django.db.backends.signals import connection_created

from stepdown.audit.wall import raise_wall


class AuditConfig(AppConfig):
    name = "stepdown.audit"
    verbose_name = "History"

    def ready(self) -> None:
        """Every connection tells the database who reads."""
        connection_created.connect(raise_wall, dispatch_uid="stepdown.audit.wall")
