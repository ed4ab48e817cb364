"""What may stand in a company's record, and what follows from it: pure, no database and no clock."""
