"""The settings of a server that has one view more, see `forgetful_urls`."""

from __future__ import annotations

from stepdown.config import settings

globals().update({name: value for name, value in vars(settings).items() if name.isupper()})
ROOT_URLCONF = "tests.journeys.forgetful_urls"
