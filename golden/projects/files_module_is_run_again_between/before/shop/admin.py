from .settings import settings

settings["menus"].append("Admin")
settings["session"]["cookie"] = "admin"

TITLE = "Admin"
