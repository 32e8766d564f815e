/*
title = "DMS replication instance should install minor versions automatically"
family = "setting_has_value"
table = "dms_replication_instance"
column = "auto_minor_version_upgrade"
setting = "AutoMinorVersionUpgrade"
layer = "infrastructure"
severity = "medium"
why = "Minor versions close vulnerabilities. Without the setting they wait until somebody thinks of them."
fix = "aws dms modify-replication-instance --replication-instance-arn ARN --auto-minor-version-upgrade --apply-immediately"
url = "https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.Modifying.html"
*/
