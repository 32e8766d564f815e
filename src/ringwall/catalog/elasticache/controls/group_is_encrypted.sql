/*
title = "Replication group should be encrypted at rest"
family = "setting_has_value"
table = "elasticache_replication_group"
column = "at_rest_encryption_enabled"
setting = "AtRestEncryptionEnabled"
layer = "data"
severity = "medium"
why = "Backups and what is swapped to disk hold sessions and personal data. To read encrypted ones you also need the key, which has a policy and a log of its own."
fix = "A group cannot be encrypted in place: take a backup, then aws elasticache create-replication-group --replication-group-id NAME-ENCRYPTED --replication-group-description NAME --snapshot-name BACKUP --at-rest-encryption-enabled --kms-key-id KEY"
url = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/at-rest-encryption.html"
*/
