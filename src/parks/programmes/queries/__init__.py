"""What is read of a programme, a file a noun."""
