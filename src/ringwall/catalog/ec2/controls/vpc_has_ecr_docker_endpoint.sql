/*
title = "VPC should have an endpoint for Docker images in ECR"
family = "vpc_has_endpoint"
service = "ecr.dkr"
severity = "medium"
why = "Without it, images are pulled over the internet: the VPC needs a way out, and nothing limits from whose repositories its containers come."
fix = "aws ec2 create-vpc-endpoint --vpc-id VPC_ID --vpc-endpoint-type Interface --service-name com.amazonaws.REGION.ecr.dkr --subnet-ids SUBNET_ID --security-group-ids GROUP_ID --private-dns-enabled"
url = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html"
*/
