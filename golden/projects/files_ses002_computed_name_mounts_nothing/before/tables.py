from importlib import import_module

TABLES = [import_module(f"models.{name}") for name in ("user",)]
