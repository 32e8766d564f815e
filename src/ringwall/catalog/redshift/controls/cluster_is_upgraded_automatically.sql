/*
title = "Redshift cluster should install major versions automatically"
family = "setting_has_value"
table = "redshift_cluster"
column = "allow_version_upgrade"
setting = "AllowVersionUpgrade"
layer = "infrastructure"
severity = "medium"
why = "New versions close vulnerabilities of the engine. Without the setting they wait until somebody thinks of them."
fix = "aws redshift modify-cluster --cluster-identifier NAME --allow-version-upgrade"
url = "https://docs.aws.amazon.com/redshift/latest/mgmt/managing-cluster-considerations.html"
*/
