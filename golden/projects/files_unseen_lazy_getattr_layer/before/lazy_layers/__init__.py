import importlib


def __getattr__(name):
    return getattr(importlib.import_module("lazy_layers._" + name.lower()), name)
