from django.apps import AppConfig


class EpisodeConfig(AppConfig):
    name = "stepdown.episode"
