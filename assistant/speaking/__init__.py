"""From text to sound: synthesisers, the player, word marks."""
