"""Riftline: from news to sourced political events."""
