/*
title = "Database instance should be encrypted"
family = "setting_has_value"
table = "rds_db_instance"
column = "storage_encrypted"
setting = "StorageEncrypted"
layer = "data"
severity = "high"
why = "An unencrypted database has unencrypted snapshots, which can be shared with any account. To read an encrypted one you also need the key, which has a policy and a log of its own."
fix = "A database cannot be encrypted in place: aws rds create-db-snapshot --db-instance-identifier NAME --db-snapshot-identifier COPY, aws rds copy-db-snapshot --source-db-snapshot-identifier COPY --target-db-snapshot-identifier COPY-ENCRYPTED --kms-key-id KEY, then aws rds restore-db-instance-from-db-snapshot from the encrypted copy."
url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html"

# A key for Performance Insights or for the master user's secret does not encrypt the storage.
[[example]]
rds_db_instance = [{arn = "d", storage_encrypted = false, master_user_secret = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s"}]
expect = "fail"

[[example]]
rds_db_instance = [{arn = "d", kms_key_id = ""}]
expect = "unknown"
*/
