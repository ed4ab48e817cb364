"""Sums and choices of expert review: scores, conflicts of interest, the blind proposal."""
