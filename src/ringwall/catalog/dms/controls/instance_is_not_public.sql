/*
title = "DMS replication instance should not be public"
family = "setting_has_value"
table = "dms_replication_instance"
column = "publicly_accessible"
setting = "PubliclyAccessible"
value = false
other = true
layer = "infrastructure"
severity = "critical"
why = "A replication instance holds the passwords of two databases and a copy of what it moves. A public one has an address on the internet."
fix = "The setting cannot be changed: aws dms create-replication-instance --replication-instance-identifier NAME --replication-instance-class CLASS --no-publicly-accessible, move its tasks (aws dms move-replication-task), then aws dms delete-replication-instance"
url = "https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.PublicPrivate.html"
*/
