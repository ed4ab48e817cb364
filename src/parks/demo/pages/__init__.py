"""The demo's own pages: 404 outside the demo."""
