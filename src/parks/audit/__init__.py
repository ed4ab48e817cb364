"""Who did what to what, when: append-only and hash-chained. Actors and subjects as plain ids and labels."""
