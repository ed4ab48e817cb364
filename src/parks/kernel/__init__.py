"""What every floor speaks: words and values of the standard library alone."""
