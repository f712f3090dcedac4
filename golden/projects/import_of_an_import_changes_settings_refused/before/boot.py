import overrides  # noqa: F401
