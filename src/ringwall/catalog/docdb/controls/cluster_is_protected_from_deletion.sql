/*
title = "DocumentDB cluster should have deletion protection enabled"
family = "setting_has_value"
table = "rds_db_cluster"
column = "deletion_protection"
setting = "DeletionProtection"
scope = "r.engine = 'docdb'"
row = {engine = "docdb"}
layer = "data"
severity = "medium"
why = "One wrong command, or one stolen role, can delete a cluster together with its automated backups. With deletion protection it takes two steps, and the first one shows in the logs."
fix = "aws docdb modify-db-cluster --db-cluster-identifier NAME --deletion-protection --apply-immediately"
url = "https://docs.aws.amazon.com/documentdb/latest/developerguide/db-cluster-delete.html"

# A cluster of another engine is not judged here.
[[example]]
rds_db_cluster = [
  {arn = "c", engine = "docdb", deletion_protection = true},
  {arn = "d", engine = "aurora-mysql", deletion_protection = false},
]
expect = "pass"
*/
