"""What libraries and Python's own library do with applications, scopes and connections, for the interpreter."""
