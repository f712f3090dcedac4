from plugins import Guard, Sessions
from web import app

# signs the cookie
Sessions().install(app)
Guard().install(app)
