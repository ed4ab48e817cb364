"""Pure sums of public money: plans, files for the bank, when reports are owed, words."""
