"""The errors a person may read: each message names the cause and the cure."""


class AssistantError(Exception):
    """Base of all errors that are shown to the user as one line, without a stack trace."""


class ContentError(AssistantError):
    """A pack or a document cannot be used; the message starts with file and line."""


class AudioError(AssistantError):
    """A sound file or a sound device cannot be used."""


class ModelError(AssistantError):
    """A speech or meaning model is missing, damaged or unfit."""


class SettingsError(AssistantError):
    """A setting has a value that cannot be used."""
