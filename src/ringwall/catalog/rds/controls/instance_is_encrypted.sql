/*
title = "A database instance is encrypted"
layer = "data"
severity = "high"
why = "An unencrypted database has unencrypted snapshots, which can be shared with any account. Encrypted ones need the key as well, with its own policy and its own log."
fix = "A database cannot be encrypted in place: aws rds create-db-snapshot --db-instance-identifier NAME --db-snapshot-identifier COPY, aws rds copy-db-snapshot --source-db-snapshot-identifier COPY --target-db-snapshot-identifier COPY-ENCRYPTED --kms-key-id KEY, then aws rds restore-db-instance-from-db-snapshot from it."
url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html"

[[example]]
rds_db_instance = [{arn = "d", storage_encrypted = true, kms_key_id = "arn:aws:kms:eu-west-1:111111111111:key/k"}]
expect = "pass"

[[example]]
rds_db_instance = [{arn = "d", storage_encrypted = false, kms_key_id = ""}]
expect = "fail"

# A key for Performance Insights or for the master secret is no encryption of the storage.
[[example]]
rds_db_instance = [{arn = "d", storage_encrypted = false, master_user_secret = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s"}]
expect = "fail"

[[example]]
rds_db_instance = [{arn = "d", kms_key_id = ""}]
expect = "unknown"
*/
select
  d.arn as resource,
  d.storage_encrypted as ok,
  'StorageEncrypted is ' || d.storage_encrypted as reason
from estate.rds_db_instance d
