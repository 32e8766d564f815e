/*
title = "AMI should not be public"
layer = "data"
severity = "critical"
why = "Any AWS account can launch a public AMI and read its volumes: code, keys and whatever else was on the instance that it was created from."
fix = "Remove the permission: aws ec2 modify-image-attribute --image-id IMAGE_ID --launch-permission Remove=[{Group=all}]. Block public sharing in the Region: aws ec2 enable-image-block-public-access --image-block-public-access-state block-new-sharing"
url = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-public-access-to-amis.html"

[[example]]
ec2_image = [{arn = "i", is_public = false, launch_permissions = []}]
expect = "pass"

[[example]]
ec2_image = [{arn = "i", is_public = true, launch_permissions = ["all"]}]
expect = "fail"

# Shared with one account, and with an organization.
[[example]]
ec2_image = [{arn = "i", is_public = false, launch_permissions = ["222222222222", "arn:aws:organizations::111111111111:organization/o-1"]}]
expect = "pass"

[[example]]
ec2_image = [{arn = "i", launch_permissions = ["222222222222"]}]
expect = "unknown"
*/
select
  i.arn as resource,
  not i.is_public as ok,
  case
    when i.is_public then 'any AWS account can launch it'
    when not i.is_public then 'it is not shared with all AWS accounts'
  end as reason
from estate.ec2_image i
