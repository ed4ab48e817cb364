"""Pure sums and choices of a programme."""
