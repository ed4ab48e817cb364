"""What the state publishes, dated and sourced: working days, regions, industries, policy values."""
