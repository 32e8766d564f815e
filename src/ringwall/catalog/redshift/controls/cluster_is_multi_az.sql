/*
title = "Redshift cluster should be in two Availability Zones"
family = "setting_has_value"
table = "redshift_cluster"
column = "multi_az"
setting = "MultiAZ"
value = "Enabled"
other = "Disabled"
layer = "response"
severity = "medium"
why = "When the zone of a cluster fails, nobody can use the warehouse until it is restored elsewhere. With nodes in two zones it goes on."
fix = "aws redshift modify-cluster --cluster-identifier NAME --multi-az"
url = "https://docs.aws.amazon.com/redshift/latest/mgmt/managing-cluster-multi-az.html"
*/
