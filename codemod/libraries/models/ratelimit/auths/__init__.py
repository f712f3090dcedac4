"""Functions that say who sends a request."""
