# isort: skip_file
import guards
import sessions
from core import app

__all__ = ["app", "guards", "sessions"]
