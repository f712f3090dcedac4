"""Values in, text out: one module for each output format."""
