# isort: skip_file
import sessions
import guards
from core import app

__all__ = ["app", "guards", "sessions"]
