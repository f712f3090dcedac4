from fastapi import FastAPI

_app = None


def get_app():
    global _app
    if _app is None:
        _app = FastAPI()
    return _app
