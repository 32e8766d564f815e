/*
title = "VPC should have an endpoint for S3"
family = "vpc_has_endpoint"
service = "s3"
kinds = ["Gateway", "Interface"]
severity = "medium"
why = "Without it, data go to buckets by way of the internet, where no endpoint policy keeps them from an attacker's bucket. A gateway endpoint costs nothing."
fix = "aws ec2 create-vpc-endpoint --vpc-id VPC_ID --service-name com.amazonaws.REGION.s3 --route-table-ids ROUTE_TABLE_ID --policy-document file://policy.json"
url = "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html"

# The service's full name, in small letters or not.
[[example]]
ec2_vpc = [{arn = "v", vpc_id = "vpc-1"}]
ec2_network_interface = [{arn = "i", vpc_id = "vpc-1"}]
ec2_vpc_endpoint = [{arn = "e", vpc_id = "vpc-1", service_name = "com.amazonaws.us-east-1.s3", vpc_endpoint_type = "Gateway", state = "Available"}]
expect = "pass"

[[example]]
ec2_vpc = [{arn = "v", vpc_id = "vpc-1"}]
ec2_network_interface = [{arn = "i", vpc_id = "vpc-1"}]
ec2_vpc_endpoint = [{arn = "e", vpc_id = "vpc-1", service_name = "com.amazonaws.us-east-1.s3", vpc_endpoint_type = "Interface", state = "available"}]
expect = "pass"

# S3 Express One Zone is another service.
[[example]]
ec2_vpc = [{arn = "v", vpc_id = "vpc-1"}]
ec2_network_interface = [{arn = "i", vpc_id = "vpc-1"}]
ec2_vpc_endpoint = [{arn = "e", vpc_id = "vpc-1", service_name = "com.amazonaws.us-east-1.s3express", vpc_endpoint_type = "Gateway", state = "available"}]
expect = "fail"
*/
