TITLE = "Admin"
