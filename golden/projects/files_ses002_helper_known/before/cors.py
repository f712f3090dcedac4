from starlette.middleware.cors import CORSMiddleware


def install(app):
    app.add_middleware(CORSMiddleware, allow_origins=["*"])
