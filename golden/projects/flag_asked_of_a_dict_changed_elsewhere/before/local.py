from flags import FLAGS as ALL

ALL["tracking"] = True
