from django.apps import AppConfig


class ReminderConfig(AppConfig):
    name = "stepdown.reminder"
