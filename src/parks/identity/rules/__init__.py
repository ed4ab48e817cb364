"""Pure choices of identity: places and roles, addresses, passwords, limits."""
