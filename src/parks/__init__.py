"""Parks (园创): entrepreneurship-park space, the Initiative Support Plan, and everything between."""
