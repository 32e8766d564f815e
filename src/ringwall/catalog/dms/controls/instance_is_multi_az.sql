/*
title = "DMS replication instance should have a standby in another Availability Zone"
family = "setting_has_value"
table = "dms_replication_instance"
column = "multi_az"
setting = "MultiAZ"
layer = "response"
severity = "medium"
why = "When the zone of a single instance fails, the replication stops, and what a task had cached is lost. A standby goes on."
fix = "aws dms modify-replication-instance --replication-instance-arn ARN --multi-az --apply-immediately"
url = "https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.MultiAZ.html"
*/
