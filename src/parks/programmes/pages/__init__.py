"""The pages of a programme, a file a noun."""
