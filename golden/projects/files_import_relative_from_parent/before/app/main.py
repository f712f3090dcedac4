from .web.site import app

__all__ = ["app"]
