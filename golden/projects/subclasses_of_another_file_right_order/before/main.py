from fastapi import FastAPI

from plugins import Plugin, SessionPlugin, WizardPlugin

app = FastAPI()
for plugin in Plugin.__subclasses__():
    plugin(app)


@app.get("/")
def index():
    return {}
