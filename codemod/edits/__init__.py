"""A planned move made in the source, as text and with libcst, and verified."""
