/*
title = "Launch configuration should not give public IP addresses"
layer = "infrastructure"
severity = "high"
why = "Every instance that the group starts is on the internet at once, and its security group is all that protects it."
fix = "A launch configuration never changes: make a launch template with AssociatePublicIpAddress=false, then aws autoscaling update-auto-scaling-group --auto-scaling-group-name NAME --launch-template LaunchTemplateId=ID,Version=VERSION"
url = "https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-in-vpc.html"

[[example]]
autoscaling_launch_configuration = [{arn = "c", associate_public_ip_address = "false"}]
expect = "pass"

[[example]]
autoscaling_launch_configuration = [{arn = "c", associate_public_ip_address = "true"}]
expect = "fail"

# The subnet decides, which has a control of its own.
[[example]]
autoscaling_launch_configuration = [{arn = "c", associate_public_ip_address = ""}]
expect = "pass"

[[example]]
autoscaling_launch_configuration = [{arn = "c"}]
expect = "unknown"
*/
select
  c.arn as resource,
  c.associate_public_ip_address <> 'true' as ok,
  case
    when c.associate_public_ip_address = '' then 'AssociatePublicIpAddress is left to the subnet'
    else 'AssociatePublicIpAddress is ' || c.associate_public_ip_address
  end as reason
from estate.autoscaling_launch_configuration c
