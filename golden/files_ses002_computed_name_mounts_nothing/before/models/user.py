USER = "user"
