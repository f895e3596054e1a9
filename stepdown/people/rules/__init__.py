"""Decisions about clients, those around them, and their records."""
