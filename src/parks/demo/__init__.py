"""The demo world: people, companies and matters made by our own actions, and a clock that can be moved."""
