"""Sessions: controls, follow-ups, clarification, and the journal of misses."""
