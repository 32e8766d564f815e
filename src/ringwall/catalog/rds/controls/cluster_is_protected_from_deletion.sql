/*
title = "Database cluster should have deletion protection enabled"
family = "setting_has_value"
table = "rds_db_cluster"
column = "deletion_protection"
setting = "DeletionProtection"
scope = "r.engine not in ('docdb', 'neptune')"
row = {engine = "aurora-postgresql"}
layer = "data"
severity = "medium"
why = "One wrong command, or one stolen role, can delete a cluster together with its automated backups. With deletion protection it takes two steps, and the first one shows in the logs."
fix = "aws rds modify-db-cluster --db-cluster-identifier NAME --deletion-protection --apply-immediately"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_DeleteCluster.html"
*/
