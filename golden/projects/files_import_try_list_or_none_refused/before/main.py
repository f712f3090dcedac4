from fastapi import FastAPI

try:
    from layers import LAYERS
except ImportError:
    LAYERS = None

app = FastAPI()
for layer, options in LAYERS:
    app.add_middleware(layer, **options)
