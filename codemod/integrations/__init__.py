"""Other tools that run sessfix on one file at a time: a command of libcst and a rule of Fixit.

In: the tree of a file and its path; out: the tree of what `sessfix --write` makes of it.
"""
