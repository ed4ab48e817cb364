"""Pure sums of privacy."""
