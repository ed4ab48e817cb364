"""What acts are called where people read them."""
