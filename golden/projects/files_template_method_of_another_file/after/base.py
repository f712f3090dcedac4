from fastapi import FastAPI


class Base:
    api: FastAPI

    def build(self) -> FastAPI:
        self.layers()
        self.sessions()
        return self.api
