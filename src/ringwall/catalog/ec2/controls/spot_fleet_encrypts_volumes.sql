/*
title = "Spot Fleet request should encrypt its volumes"
layer = "data"
severity = "medium"
why = "A fleet starts many machines at once, and what they write to disks is read by anyone who gets a snapshot of one: no key has to be asked for."
fix = "Encrypt all new volumes in the Region: aws ec2 enable-ebs-encryption-by-default. Or cancel the request, and make one with Encrypted=true for each device: aws ec2 cancel-spot-fleet-requests --spot-fleet-request-ids ID --no-terminate-instances"
url = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-fleet-examples.html"

[[example]]
ec2_spot_fleet = [{arn = "s", state = "active", launch_specification_count = 1, unencrypted_devices = [], undecided_devices = []}]
ec2_account = [{arn = "a", ebs_encryption_by_default = false}]
expect = "pass"

[[example]]
ec2_spot_fleet = [{arn = "s", state = "active", launch_specification_count = 1, unencrypted_devices = ["/dev/xvdf"], undecided_devices = []}]
ec2_account = [{arn = "a", ebs_encryption_by_default = false}]
expect = "fail"

# Encryption by default encrypts what a request wants unencrypted, too.
[[example]]
ec2_spot_fleet = [{arn = "s", state = "active", launch_specification_count = 1, unencrypted_devices = ["/dev/xvdf"], undecided_devices = ["/dev/xvdg"]}]
ec2_account = [{arn = "a", ebs_encryption_by_default = true}]
expect = "pass"

# One that is cancelled launches nothing, and one with launch templates says it there.
[[example]]
ec2_spot_fleet = [
  {arn = "s", state = "cancelled", launch_specification_count = 1, unencrypted_devices = ["/dev/xvdf"], undecided_devices = []},
  {arn = "t", state = "active", launch_specification_count = 0, unencrypted_devices = [], undecided_devices = []},
  {arn = "u", state = "active", launch_specification_count = 1, unencrypted_devices = [], undecided_devices = []},
]
ec2_account = [{arn = "a", ebs_encryption_by_default = false}]
expect = "pass"

# The request does not say: the snapshot decides.
[[example]]
ec2_spot_fleet = [{arn = "s", state = "active", launch_specification_count = 1, unencrypted_devices = [], undecided_devices = ["/dev/xvdf"]}]
ec2_account = [{arn = "a", ebs_encryption_by_default = false}]
expect = "unknown"

[[example]]
ec2_spot_fleet = [{arn = "s", state = "active", launch_specification_count = 1, unencrypted_devices = ["/dev/xvdf"], undecided_devices = []}]
ec2_account = [{arn = "a"}]
expect = "unknown"
*/
select
  s.arn as resource,
  case
    when a.ebs_encryption_by_default then true
    when array_length(s.unencrypted_devices) = 0 and array_length(s.undecided_devices) = 0 then true
    when a.ebs_encryption_by_default is null or s.state is null then null
    when array_length(s.unencrypted_devices) > 0 then false
  end as ok,
  case
    when a.ebs_encryption_by_default then 'the Region encrypts all new volumes'
    when array_length(s.unencrypted_devices) > 0
      then 'Encrypted is false for ' || s.unencrypted_devices[1]
    when array_length(s.undecided_devices) > 0
      then 'it does not say whether ' || s.undecided_devices[1]
        || ' is encrypted: the snapshot of the volume decides'
    else 'it wants no volume unencrypted'
  end as reason
from estate.ec2_spot_fleet s
left join estate.ec2_account a on a.account_id = s.account_id and a.region = s.region
where coalesce(s.state, '') not in ('cancelled', 'cancelled_terminating', 'failed')
  and coalesce(s.launch_specification_count, 1) > 0
