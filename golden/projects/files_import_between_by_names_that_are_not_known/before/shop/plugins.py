import importlib
import os


def load():
    for name in os.environ.get("PLUGINS", "").split():
        importlib.import_module(f"shop.{name}")
