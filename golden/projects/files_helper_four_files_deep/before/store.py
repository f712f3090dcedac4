def load(conn, key):
    return conn.session.get(key)
