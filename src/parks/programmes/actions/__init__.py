"""What is done in a programme, a file a noun."""
