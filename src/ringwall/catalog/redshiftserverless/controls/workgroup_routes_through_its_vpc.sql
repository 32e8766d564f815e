/*
title = "Redshift Serverless workgroup should have enhanced VPC routing enabled"
family = "setting_has_value"
table = "redshiftserverless_workgroup"
column = "enhanced_vpc_routing"
setting = "enhancedVpcRouting"
layer = "infrastructure"
severity = "high"
why = "Without it COPY and UNLOAD move data past the VPC: no endpoint policy, network ACL or flow log sees where it goes."
fix = "aws redshift-serverless update-workgroup --workgroup-name NAME --enhanced-vpc-routing (the VPC needs a way to S3 first)"
url = "https://docs.aws.amazon.com/redshift/latest/mgmt/enhanced-vpc-routing.html"
*/
