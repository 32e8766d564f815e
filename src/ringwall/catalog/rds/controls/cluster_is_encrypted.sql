/*
title = "Database cluster should be encrypted"
family = "setting_has_value"
table = "rds_db_cluster"
column = "storage_encrypted"
setting = "StorageEncrypted"
scope = "r.engine not in ('docdb', 'neptune')"
row = {engine = "aurora-postgresql"}
layer = "data"
severity = "medium"
why = "An unencrypted cluster has unencrypted snapshots, which can be shared with any account. To read an encrypted one you also need the key, which has a policy and a log of its own."
fix = "A cluster cannot be encrypted in place: aws rds create-db-cluster-snapshot --db-cluster-identifier NAME --db-cluster-snapshot-identifier COPY, then aws rds restore-db-cluster-from-snapshot --db-cluster-identifier NAME-ENCRYPTED --snapshot-identifier COPY --engine ENGINE --kms-key-id KEY"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.html"
*/
