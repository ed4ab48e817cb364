"""The outside world: database, store, clock, tokens, mail. Nothing of the trade."""
