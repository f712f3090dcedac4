from factory import create_app
from language import choose_language

app = create_app()
app.middleware("http")(choose_language)
