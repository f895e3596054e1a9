from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "stepdown.audit"
    verbose_name = "History"
