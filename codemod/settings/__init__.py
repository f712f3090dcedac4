"""What holds for a file: pyproject.toml, the command line, the environment of the project; and which files there are to check."""
