/*
title = "VPC should have an endpoint for EC2"
family = "vpc_has_endpoint"
service = "ec2"
severity = "medium"
why = "Without it, calls to EC2 leave the VPC: it needs a way to the internet for them, which everything else in it can use too, and no endpoint policy limits whose resources are touched."
fix = "aws ec2 create-vpc-endpoint --vpc-id VPC_ID --vpc-endpoint-type Interface --service-name com.amazonaws.REGION.ec2 --subnet-ids SUBNET_ID --security-group-ids GROUP_ID --private-dns-enabled"
url = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/interface-vpc-endpoints.html"
*/
