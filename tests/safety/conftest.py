"""The safety check over the shipped content, opened once."""

import pytest

from assistant.content.load import load_content
from assistant.content.model import Content
from assistant.safety import open_safety
from assistant.safety.check import TriageCheck
from assistant.settings import load_settings


@pytest.fixture(scope="session")
def content(own_cache: None) -> Content:
    """The shipped packs."""
    return load_content(load_settings())


@pytest.fixture(scope="session")
def check(content: Content) -> TriageCheck:
    """The check as the assistant opens it."""
    opened = open_safety(content, load_settings())
    assert isinstance(opened, TriageCheck)
    return opened
