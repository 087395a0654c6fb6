"""Packs of intents and documents: load, check, import, watch."""
