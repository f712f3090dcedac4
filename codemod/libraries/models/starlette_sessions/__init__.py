"""starlette-sessions: https://github.com/bluenote-1577/starlette-sessions"""
