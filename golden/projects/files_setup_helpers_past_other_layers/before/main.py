from audit import setup_audit
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.gzip import GZipMiddleware
from layers import setup_layers
from sessions import setup_session

app = FastAPI()
# Sessions first, everything else builds on them.
setup_session(app)
setup_layers(app)
app.add_middleware(GZipMiddleware)
setup_audit(app)
app.add_middleware(CORSMiddleware, allow_origins=["*"])
