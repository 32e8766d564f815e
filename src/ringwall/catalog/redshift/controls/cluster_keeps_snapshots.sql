/*
title = "Redshift cluster should keep automated snapshots for at least 7 days"
layer = "response"
severity = "medium"
why = "Damage is often noticed days later. With snapshots of the last week, you can restore the warehouse to the time before it."
fix = "aws redshift modify-cluster --cluster-identifier NAME --automated-snapshot-retention-period 7"
url = "https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-snapshots.html"

[[example]]
redshift_cluster = [{arn = "c", automated_snapshot_retention_period = 7}]
expect = "pass"

[[example]]
redshift_cluster = [{arn = "c", automated_snapshot_retention_period = 1}]
expect = "fail"

# 0 disables automated snapshots.
[[example]]
redshift_cluster = [{arn = "c", automated_snapshot_retention_period = 0}]
expect = "fail"

[[example]]
redshift_cluster = [{arn = "c"}]
expect = "unknown"
*/
select
  c.arn as resource,
  c.automated_snapshot_retention_period >= 7 as ok,
  'AutomatedSnapshotRetentionPeriod is ' || c.automated_snapshot_retention_period as reason
from estate.redshift_cluster c
