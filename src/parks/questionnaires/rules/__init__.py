"""What a form is, what an answer means, where a section stands: pure, no database and no clock."""
