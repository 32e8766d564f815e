/*
title = "Neptune snapshot should be encrypted"
family = "setting_has_value"
table = "rds_db_cluster_snapshot"
column = "storage_encrypted"
setting = "StorageEncrypted"
scope = "r.engine = 'neptune'"
row = {engine = "neptune"}
layer = "data"
severity = "medium"
why = "An unencrypted snapshot can be shared with any account and read there. Of an encrypted one the other account also needs the key, which has a policy and a log of its own."
fix = "A snapshot is encrypted as its cluster is: aws neptune restore-db-cluster-from-snapshot --db-cluster-identifier NAME-ENCRYPTED --snapshot-identifier NAME --engine neptune --kms-key-id KEY, take a snapshot of it, then aws neptune delete-db-cluster-snapshot --db-cluster-snapshot-identifier NAME"
url = "https://docs.aws.amazon.com/neptune/latest/userguide/encrypt.html"

# A snapshot of another engine is not judged here.
[[example]]
rds_db_cluster_snapshot = [
  {arn = "s", engine = "neptune", storage_encrypted = true},
  {arn = "t", engine = "docdb", storage_encrypted = false},
]
expect = "pass"
*/
