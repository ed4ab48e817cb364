"""The rows of a programme, a file a noun."""
