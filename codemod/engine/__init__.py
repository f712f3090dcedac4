"""The two public doors: `fix_source` for the bytes of one file, `fix_files` for the files of a project."""
