def rows_of(holder):
    return len(holder.session)
