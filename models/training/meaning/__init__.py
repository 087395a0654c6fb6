"""How the sentence encoder `models/meaning-en` was made."""
