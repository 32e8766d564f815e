/*
title = "VPC should have an endpoint for the ECR API"
family = "vpc_has_endpoint"
service = "ecr.api"
severity = "medium"
why = "Without it, whoever signs in to a registry from the VPC needs a way to the internet, and no endpoint policy limits whose registries are used."
fix = "aws ec2 create-vpc-endpoint --vpc-id VPC_ID --vpc-endpoint-type Interface --service-name com.amazonaws.REGION.ecr.api --subnet-ids SUBNET_ID --security-group-ids GROUP_ID --private-dns-enabled"
url = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html"
*/
