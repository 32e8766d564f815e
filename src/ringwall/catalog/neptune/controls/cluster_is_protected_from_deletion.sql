/*
title = "Neptune cluster should have deletion protection enabled"
family = "setting_has_value"
table = "rds_db_cluster"
column = "deletion_protection"
setting = "DeletionProtection"
scope = "r.engine = 'neptune'"
row = {engine = "neptune"}
layer = "data"
severity = "low"
why = "One wrong command, or one stolen role, can delete a cluster together with its automated backups. With deletion protection it takes two steps, and the first one shows in the logs."
fix = "aws neptune modify-db-cluster --db-cluster-identifier NAME --deletion-protection --apply-immediately"
url = "https://docs.aws.amazon.com/neptune/latest/userguide/manage-console-instances-delete.html"

# A cluster of another engine is not judged here.
[[example]]
rds_db_cluster = [
  {arn = "c", engine = "neptune", deletion_protection = true},
  {arn = "d", engine = "aurora-mysql", deletion_protection = false},
]
expect = "pass"
*/
