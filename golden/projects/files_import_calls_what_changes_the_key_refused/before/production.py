import conf

conf.use("other")
