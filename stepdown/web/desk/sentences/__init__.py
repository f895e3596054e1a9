"""A sentence for every blocker of every app: what stands in the way, and what to do. What is missing here fails a test."""

from __future__ import annotations

from stepdown.web.desk.sentences.breaches import BREACHES
from stepdown.web.desk.sentences.care import CARE
from stepdown.web.desk.sentences.house import THE_HOUSE
from stepdown.web.desk.sentences.legal import LEGAL
from stepdown.web.desk.sentences.phrases import Phrase, Sentences
from stepdown.web.desk.sentences.privacy import PRIVACY
from stepdown.web.desk.sentences.week import THE_WEEK

__all__ = ["SENTENCES", "Phrase"]

SENTENCES: Sentences = {**THE_HOUSE, **CARE, **LEGAL, **PRIVACY, **BREACHES, **THE_WEEK}
