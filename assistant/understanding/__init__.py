"""From an utterance to the intent it asks for, or to the knowledge that there is none."""
