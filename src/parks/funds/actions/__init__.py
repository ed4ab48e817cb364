"""Every change to public money, a file a noun. Each verb locks the budget first, so that no two can deadlock."""
