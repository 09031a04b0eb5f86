"""The version of this distribution: the one place that states it."""

VERSION = "0.1.0"
"""Semantic versioning; the distribution's metadata reads it from here."""
