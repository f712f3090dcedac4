import typing

from fastapi import FastAPI

if typing.TYPE_CHECKING:
    from layers import LAYERS
else:
    from layers import LAYERS

app = FastAPI()
for layer, options in LAYERS:
    app.add_middleware(layer, **options)
