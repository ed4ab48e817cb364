"""The grammar of HTTP: who may, what was typed, how it is shown. Knows no context."""
