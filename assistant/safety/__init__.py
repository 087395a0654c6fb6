"""Emergencies and personal questions: recognised before anything else."""
