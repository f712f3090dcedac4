from . import admin

VIEWS = [admin.TITLE]
