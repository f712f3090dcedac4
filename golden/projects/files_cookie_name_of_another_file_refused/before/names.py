SET_COOKIE = "set-cookie"
