from fastapi import FastAPI

import session_plugin
import wizard_plugin
from base import Plugin

NAMES = [session_plugin.SessionPlugin.__name__, wizard_plugin.WizardPlugin.__name__]

app = FastAPI()
for plugin in Plugin.__subclasses__():
    plugin(app)


@app.get("/")
def index():
    return {}
