"""The applications of a program with their layers in order, and what each layer requires and provides."""
