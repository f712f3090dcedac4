debug = False
logs = False
