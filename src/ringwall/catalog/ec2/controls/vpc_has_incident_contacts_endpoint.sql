/*
title = "VPC should have an endpoint for the contacts of Incident Manager"
family = "vpc_has_endpoint"
service = "ssm-contacts"
scope = "v.region in ('ap-northeast-1', 'ap-northeast-2', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2', 'ca-central-1', 'eu-central-1', 'eu-north-1', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'sa-east-1', 'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2')"
severity = "medium"
why = "When people have to be called during an incident, the way to the internet may be what was cut. An endpoint needs none."
fix = "aws ec2 create-vpc-endpoint --vpc-id VPC_ID --vpc-endpoint-type Interface --service-name com.amazonaws.REGION.ssm-contacts --subnet-ids SUBNET_ID --security-group-ids GROUP_ID --private-dns-enabled"
url = "https://docs.aws.amazon.com/incident-manager/latest/userguide/vpc-interface-endpoints.html"

# Incident Manager is not in this Region: the VPC is out of scope.
[[example]]
ec2_vpc = [
  {arn = "v", vpc_id = "vpc-1", region = "me-south-1"},
  {arn = "w", vpc_id = "vpc-2", region = "eu-west-1"},
]
ec2_network_interface = [
  {arn = "i", vpc_id = "vpc-1", region = "me-south-1"},
  {arn = "j", vpc_id = "vpc-2", region = "eu-west-1"},
]
ec2_vpc_endpoint = [{arn = "e", vpc_id = "vpc-2", region = "eu-west-1", service_name = "com.amazonaws.eu-west-1.ssm-contacts", vpc_endpoint_type = "Interface", state = "Available"}]
expect = "pass"
*/
