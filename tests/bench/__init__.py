"""How fast the pages that matter are, beside a bare page in the same run: `make bench`."""
