/*
title = "EC2 instance should use hardware virtualization"
family = "setting_has_value"
table = "ec2_instance"
column = "virtualization_type"
setting = "VirtualizationType"
value = "hvm"
other = "paravirtual"
scope = "r.state <> 'terminated'"
row = {state = "running"}
layer = "infrastructure"
severity = "medium"
why = "Paravirtual instances run on hardware of the past: they have neither the isolation of the Nitro System nor its patches, and their kernels are old."
fix = "Launch an instance from an HVM image and move the data: aws ec2 run-instances --image-id HVM_IMAGE_ID --instance-type TYPE"
url = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/virtualization_types.html"

# A terminated instance is out of scope.
[[example]]
ec2_instance = [
  {arn = "i", state = "terminated", virtualization_type = "paravirtual"},
  {arn = "j", state = "running", virtualization_type = "hvm"},
]
expect = "pass"
*/
