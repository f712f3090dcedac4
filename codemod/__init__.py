"""sessfix: repairs the order of session middleware in Starlette and FastAPI applications."""

VERSION = "0.1.0"
