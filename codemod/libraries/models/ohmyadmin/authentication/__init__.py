"""Who may use the administration."""
