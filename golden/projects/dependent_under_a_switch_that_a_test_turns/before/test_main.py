import importlib

import main


def test_debug(monkeypatch):
    monkeypatch.setattr(main.Settings, "debug", True)
    importlib.reload(main)
