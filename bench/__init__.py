"""Measurements, printed as ratios of two things measured in one run. No test asserts on a clock."""
