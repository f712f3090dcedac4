"""Source files as bytes and trees, the import graph, the programs.

In: paths and bytes; out: modules, and which of them belong together.
"""
