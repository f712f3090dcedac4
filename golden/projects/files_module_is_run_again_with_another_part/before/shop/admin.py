from .settings import settings

settings["menus"].append("Admin")
settings["title"] = "Shop and admin"

TITLE = "Admin"
