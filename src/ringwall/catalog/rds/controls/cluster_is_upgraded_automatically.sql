/*
title = "Multi-AZ database cluster should install minor versions automatically"
family = "setting_has_value"
table = "rds_db_cluster"
column = "auto_minor_version_upgrade"
setting = "AutoMinorVersionUpgrade"
scope = "r.engine in ('mysql', 'postgres')"
row = {engine = "postgres"}
layer = "infrastructure"
severity = "medium"
why = "Minor versions close vulnerabilities of the engine that anyone can read about. Without the setting they wait until somebody thinks of them."
fix = "aws rds modify-db-cluster --db-cluster-identifier NAME --auto-minor-version-upgrade --apply-immediately"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/multi-az-db-clusters-concepts.html"

# The instances of Aurora say it each for itself.
[[example]]
rds_db_cluster = [
  {arn = "c", engine = "postgres", auto_minor_version_upgrade = true},
  {arn = "d", engine = "aurora-mysql", auto_minor_version_upgrade = false},
]
expect = "pass"
*/
