"""People, organisations, roles at a scope, sign-in, API keys."""
