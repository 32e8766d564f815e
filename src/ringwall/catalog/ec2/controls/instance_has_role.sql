/*
title = "EC2 instance should act through a role of its own"
layer = "identity"
severity = "medium"
why = "Software that calls AWS without a role has access keys in a file: they never expire, and whoever copies them uses them from anywhere."
fix = "aws ec2 associate-iam-instance-profile --instance-id INSTANCE_ID --iam-instance-profile Name=PROFILE"
url = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html"

[[example]]
ec2_instance = [{arn = "i", state = "running", iam_instance_profile = "arn:aws:iam::111111111111:instance-profile/web"}]
expect = "pass"

[[example]]
ec2_instance = [{arn = "i", state = "running", iam_instance_profile = ""}]
expect = "fail"

# A terminated instance is out of scope.
[[example]]
ec2_instance = [
  {arn = "i", state = "terminated", iam_instance_profile = ""},
  {arn = "j", state = "stopped", iam_instance_profile = "arn:aws:iam::111111111111:instance-profile/web"},
]
expect = "pass"

[[example]]
ec2_instance = [{arn = "i", state = "running"}]
expect = "unknown"

[[example]]
ec2_instance = [{arn = "i", iam_instance_profile = ""}]
expect = "unknown"
*/
select
  i.arn as resource,
  -- Where the state is not known, it may be out of scope: only then the last part is not false.
  i.iam_instance_profile <> '' or i.state = 'terminated' as ok,
  case
    when i.iam_instance_profile <> '' then 'its instance profile is ' || i.iam_instance_profile
    else 'it has no instance profile'
  end as reason
from estate.ec2_instance i
where coalesce(i.state, '') <> 'terminated'
