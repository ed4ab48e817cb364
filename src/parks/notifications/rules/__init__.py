"""Pure choices of notifications."""
