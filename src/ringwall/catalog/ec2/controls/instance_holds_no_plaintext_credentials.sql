/*
title = "EC2 instance should not hold credentials in its user data"
family = "holds_no_plaintext_credentials"
table = "ec2_instance"
severity = "high"
why = "Every process on the instance can ask the metadata service for the user data, and so can an attacker who makes one of its programs fetch a URL. Whoever can describe the instance reads it too."
fix = "Put the value into Secrets Manager and change it, let the instance read it with its role, and replace the user data: aws ec2 modify-instance-attribute --instance-id ID --user-data file://user-data.b64 (the instance has to be stopped)"
url = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html"
*/
