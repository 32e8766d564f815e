/*
title = "Database proxy should require TLS of its clients"
family = "setting_has_value"
table = "rds_db_proxy"
column = "require_tls"
setting = "RequireTLS"
layer = "data"
severity = "medium"
why = "Without TLS whoever can read the network reads statements and their results, and a client cannot know that it speaks with the database."
fix = "aws rds modify-db-proxy --db-proxy-name NAME --require-tls"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.howitworks.html"
*/
