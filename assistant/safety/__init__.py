"""Emergencies and personal questions: recognised before anything else."""

from pathlib import Path

from assistant import resources
from assistant.content.model import Content
from assistant.protocols import SafetyCheck
from assistant.settings import Settings


def open_safety(content: Content, settings: Settings) -> SafetyCheck:
    """The check that the house pack's rules and examples make.

    Raises ContentError where a rule cannot be used, ModelError where the encoder cannot.
    """
    # Imported here: `assistant --help` must not load a network.
    from assistant.safety.check import TriageCheck
    from assistant.safety.second_line import open_second_line
    from assistant.understanding import encoder
    from assistant.understanding.normalise import TopicNames

    folder = rules_folder(content)
    shared = encoder.shared()
    line = open_second_line(folder, content, shared)
    commands = [wording for intent in content.controls for wording in intent.phrasings]
    return TriageCheck(folder, line, shared, TopicNames.of(content), commands)


def rules_folder(content: Content) -> Path:
    """The house pack's folder of rules; the shipped one where the pack brings none."""
    houses = [pack.folder / "safety" for pack in content.packs if pack.name == "house"]
    return next((f for f in houses if f.is_dir()), resources.shipped("intents") / "house/safety")
