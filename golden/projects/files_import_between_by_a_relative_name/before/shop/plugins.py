import importlib


def load():
    importlib.import_module(".admin", package=__package__)
