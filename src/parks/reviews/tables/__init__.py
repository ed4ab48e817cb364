"""The rows of a review, a file a noun."""
