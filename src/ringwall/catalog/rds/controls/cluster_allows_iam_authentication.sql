/*
title = "Database cluster should have IAM authentication enabled"
family = "setting_has_value"
table = "rds_db_cluster"
column = "enable_iam_database_authentication"
setting = "IAMDatabaseAuthenticationEnabled"
scope = "r.engine not in ('docdb', 'neptune')"
row = {engine = "aurora-postgresql"}
layer = "identity"
severity = "medium"
why = "A password of the database is known to whoever has read it, and stays the same for years. With IAM a client signs in with a token of fifteen minutes, and policies say who may."
fix = "aws rds modify-db-cluster --db-cluster-identifier NAME --enable-iam-database-authentication --apply-immediately"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.html"
*/
