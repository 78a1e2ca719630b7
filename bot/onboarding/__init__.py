"""Onboarding: a path of modules, and how far each person is on it."""
