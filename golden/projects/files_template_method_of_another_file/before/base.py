from fastapi import FastAPI


class Base:
    api: FastAPI

    def build(self) -> FastAPI:
        self.sessions()
        self.layers()
        return self.api
