"""The rows of public money, a file a noun. What the database itself keeps stands in migrations/funds."""
