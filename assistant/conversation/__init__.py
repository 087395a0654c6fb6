"""The spoken conversation: takes turns with a visitor, and never talks to itself."""
