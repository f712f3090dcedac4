"""starsessions: https://github.com/alex-oleshkevich/starsessions"""

from starsessions.middleware import SessionAutoloadMiddleware, SessionMiddleware
from starsessions.session import get_session_handler, is_loaded, load_session
