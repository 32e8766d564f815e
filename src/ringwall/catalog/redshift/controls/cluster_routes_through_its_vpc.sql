/*
title = "Redshift cluster should have enhanced VPC routing enabled"
family = "setting_has_value"
table = "redshift_cluster"
column = "enhanced_vpc_routing"
setting = "EnhancedVpcRouting"
layer = "infrastructure"
severity = "medium"
why = "Without it COPY and UNLOAD move data past the VPC: no endpoint policy, network ACL or flow log sees where it goes."
fix = "aws redshift modify-cluster --cluster-identifier NAME --enhanced-vpc-routing (it restarts; the VPC needs a way to S3 first)"
url = "https://docs.aws.amazon.com/redshift/latest/mgmt/enhanced-vpc-routing.html"
*/
