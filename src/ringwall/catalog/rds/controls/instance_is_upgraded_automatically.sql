/*
title = "Database instance should install minor versions automatically"
family = "setting_has_value"
table = "rds_db_instance"
column = "auto_minor_version_upgrade"
setting = "AutoMinorVersionUpgrade"
scope = "r.engine not in ('docdb', 'neptune') and r.engine not like 'custom-%'"
row = {engine = "postgres"}
layer = "infrastructure"
severity = "high"
why = "Minor versions close vulnerabilities of the engine that anyone can read about. Without the setting they wait until somebody thinks of them."
fix = "aws rds modify-db-instance --db-instance-identifier NAME --auto-minor-version-upgrade --apply-immediately"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html"

# RDS Custom leaves upgrades to its owner, and DocumentDB to the cluster.
[[example]]
rds_db_instance = [
  {arn = "d", engine = "postgres", auto_minor_version_upgrade = true},
  {arn = "e", engine = "custom-oracle-ee", auto_minor_version_upgrade = false},
  {arn = "f", engine = "docdb", auto_minor_version_upgrade = false},
]
expect = "pass"
*/
