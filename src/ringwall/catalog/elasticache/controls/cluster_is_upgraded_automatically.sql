/*
title = "Cache cluster should install minor versions automatically"
family = "setting_has_value"
table = "elasticache_cache_cluster"
column = "auto_minor_version_upgrade"
setting = "AutoMinorVersionUpgrade"
layer = "infrastructure"
severity = "high"
why = "Minor versions close vulnerabilities of the engine that anyone can read about. Without the setting they wait until somebody thinks of them."
fix = "aws elasticache modify-cache-cluster --cache-cluster-id NAME --auto-minor-version-upgrade --apply-immediately; for a replication group: aws elasticache modify-replication-group --replication-group-id NAME --auto-minor-version-upgrade --apply-immediately"
url = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/VersionManagement.HowTo.html"
*/
