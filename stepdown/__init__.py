"""Stepdown runs an intensive outpatient programme and the levels of care around it."""

__version__ = "0.1.0"
