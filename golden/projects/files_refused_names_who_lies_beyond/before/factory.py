from fastapi import FastAPI
from wiring import LAYERS_4
from wiring import setup_5

def create_app():
    app = FastAPI()
    for layer, options in LAYERS_4:
        app.add_middleware(layer, **options)
    setup_5(app)
    return app
