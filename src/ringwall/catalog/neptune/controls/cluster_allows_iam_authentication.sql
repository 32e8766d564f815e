/*
title = "Neptune cluster should have IAM authentication enabled"
family = "setting_has_value"
table = "rds_db_cluster"
column = "enable_iam_database_authentication"
setting = "IAMDatabaseAuthenticationEnabled"
scope = "r.engine = 'neptune'"
row = {engine = "neptune"}
layer = "identity"
severity = "medium"
why = "A Neptune database has no passwords: without IAM authentication whoever reaches its port reads and changes the whole graph."
fix = "aws neptune modify-db-cluster --db-cluster-identifier NAME --enable-iam-database-authentication --apply-immediately (clients have to sign their requests then)"
url = "https://docs.aws.amazon.com/neptune/latest/userguide/iam-auth-enable.html"
*/
