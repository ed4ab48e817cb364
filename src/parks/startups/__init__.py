"""Companies, their people, shares, certificates and rights: entered once by the founder, used everywhere."""
