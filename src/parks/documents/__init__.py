"""Files: versions, checks, object keys. Knows no owner: whose URL serves a file has asked its own permission."""
