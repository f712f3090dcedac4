"""Violations in stacks, and the move that repairs each, or the reason why there is none."""
