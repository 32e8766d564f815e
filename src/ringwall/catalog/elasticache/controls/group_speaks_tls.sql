/*
title = "Replication group should be encrypted in transit"
family = "setting_has_value"
table = "elasticache_replication_group"
column = "transit_encryption_enabled"
setting = "TransitEncryptionEnabled"
layer = "data"
severity = "medium"
why = "Without TLS whoever can read the network reads sessions and passwords, and a client cannot know that it speaks with the cache."
fix = "aws elasticache modify-replication-group --replication-group-id NAME --transit-encryption-enabled --transit-encryption-mode preferred --apply-immediately; when all clients use TLS: --transit-encryption-mode required"
url = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html"

# Clients may do without TLS while they are moved: AWS takes it for encrypted.
[[example]]
elasticache_replication_group = [{arn = "a", transit_encryption_enabled = true, transit_encryption_mode = "preferred"}]
expect = "pass"
*/
