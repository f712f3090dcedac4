import sys


def export(**names):
    sys._getframe(1).f_globals.update(names)
