"""The command line: options and the run.

In: the words of the command line; out: an exit status, and what was written and printed.
"""
