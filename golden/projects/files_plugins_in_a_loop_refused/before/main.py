from plugins import load
from web import app

for plugin in load():
    plugin.install(app)
