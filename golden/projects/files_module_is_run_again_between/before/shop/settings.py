settings = {
    "title": "Shop",
    "session": {"secret": "change-me", "cookie": "shop"},
    "menus": [],
}
