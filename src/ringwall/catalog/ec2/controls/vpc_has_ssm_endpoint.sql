/*
title = "VPC should have an endpoint for Systems Manager"
family = "vpc_has_endpoint"
service = "ssm"
severity = "medium"
why = "Without it, an instance is managed over the internet only: it needs a way out, or it gets neither patches nor sessions."
fix = "aws ec2 create-vpc-endpoint --vpc-id VPC_ID --vpc-endpoint-type Interface --service-name com.amazonaws.REGION.ssm --subnet-ids SUBNET_ID --security-group-ids GROUP_ID --private-dns-enabled"
url = "https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html"
*/
