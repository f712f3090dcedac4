from plugins import Guard, Sessions
from web import app

Guard().install(app)
# signs the cookie
Sessions().install(app)
