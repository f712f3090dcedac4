"""The language server: what the command line says, in an editor, while its user types. It reads, and never writes."""
