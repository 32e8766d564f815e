/*
title = "DocumentDB cluster should be encrypted"
family = "setting_has_value"
table = "rds_db_cluster"
column = "storage_encrypted"
setting = "StorageEncrypted"
scope = "r.engine = 'docdb'"
row = {engine = "docdb"}
layer = "data"
severity = "medium"
why = "An unencrypted cluster has unencrypted snapshots, which can be shared with any account. To read an encrypted one you also need the key, which has a policy and a log of its own."
fix = "A cluster cannot be encrypted in place: aws docdb create-db-cluster-snapshot --db-cluster-identifier NAME --db-cluster-snapshot-identifier COPY, then aws docdb restore-db-cluster-from-snapshot --db-cluster-identifier NAME-ENCRYPTED --snapshot-identifier COPY --engine docdb --kms-key-id KEY"
url = "https://docs.aws.amazon.com/documentdb/latest/developerguide/encryption-at-rest.html"

# A cluster of another engine is not judged here.
[[example]]
rds_db_cluster = [
  {arn = "c", engine = "docdb", storage_encrypted = true},
  {arn = "d", engine = "aurora-mysql", storage_encrypted = false},
]
expect = "pass"
*/
