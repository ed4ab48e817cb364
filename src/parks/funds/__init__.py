"""Public money from the budget to the last yuan: bound, released by two, paid, accounted for, or claimed back."""
