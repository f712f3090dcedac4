from core import app

import accounts  # noqa: E402, F401
import languages  # noqa: E402, F401

app.state.ready = True
