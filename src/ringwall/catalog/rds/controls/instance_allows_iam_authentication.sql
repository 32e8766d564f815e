/*
title = "Database instance should have IAM authentication enabled"
family = "setting_has_value"
table = "rds_db_instance"
column = "enable_iam_database_authentication"
setting = "IAMDatabaseAuthenticationEnabled"
scope = "r.db_cluster_identifier = '' and r.engine in ('postgres', 'mysql', 'mariadb')"
row = {engine = "postgres", db_cluster_identifier = ""}
layer = "identity"
severity = "medium"
why = "A password of the database is known to whoever has read it, and stays the same for years. With IAM a client signs in with a token of fifteen minutes, and policies say who may."
fix = "aws rds modify-db-instance --db-instance-identifier NAME --enable-iam-database-authentication --apply-immediately"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html"

# Oracle and SQL Server do not have it, and a member signs people in as its cluster does.
[[example]]
rds_db_instance = [
  {arn = "d", engine = "mysql", db_cluster_identifier = "", enable_iam_database_authentication = true},
  {arn = "e", engine = "oracle-ee", db_cluster_identifier = "", enable_iam_database_authentication = false},
  {arn = "f", engine = "aurora-mysql", db_cluster_identifier = "c", enable_iam_database_authentication = false},
]
expect = "pass"
*/
