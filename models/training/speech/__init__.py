"""Trains the acoustic model of the shipped recogniser; `python -m models.training.speech`."""
