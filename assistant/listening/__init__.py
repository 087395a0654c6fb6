"""From sound to hypotheses: files, devices, voice activity, endpoints, recognisers, models."""
