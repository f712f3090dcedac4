import conf

conf.note("production")
