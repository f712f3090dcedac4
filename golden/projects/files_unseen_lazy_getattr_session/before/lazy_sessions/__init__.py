import importlib


def __getattr__(name):
    return getattr(importlib.import_module("lazy_sessions._" + name.lower()), name)
