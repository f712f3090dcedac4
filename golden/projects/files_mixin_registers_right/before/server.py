from fastapi import FastAPI, Request

from base import Layers


class Server(Layers, FastAPI):
    def __init__(self):
        super().__init__()
        self.add_layers()
        self.add_api_route("/", home)


async def home(request: Request):
    return dict(request.session)
