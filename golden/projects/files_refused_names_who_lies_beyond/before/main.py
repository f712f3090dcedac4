from wiring import setup_6
from factory import create_app

app = create_app()
setup_6(app)
