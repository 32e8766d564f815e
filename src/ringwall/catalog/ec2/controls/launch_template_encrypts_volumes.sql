/*
title = "EC2 launch template should encrypt its volumes"
layer = "data"
severity = "medium"
why = "Every instance that is launched from the template writes to disks that anyone reads who gets a snapshot of them: no key has to be asked for."
fix = "Encrypt all new volumes in the Region: aws ec2 enable-ebs-encryption-by-default. Or make a version with Encrypted=true for each device, and let it be the default: aws ec2 create-launch-template-version --launch-template-id ID --source-version 1 --launch-template-data file://data.json"
url = "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html"

[[example]]
ec2_launch_template = [{arn = "t", unencrypted_devices = [], undecided_devices = []}]
ec2_account = [{arn = "a", ebs_encryption_by_default = false}]
expect = "pass"

[[example]]
ec2_launch_template = [{arn = "t", unencrypted_devices = ["/dev/xvda"], undecided_devices = []}]
ec2_account = [{arn = "a", ebs_encryption_by_default = false}]
expect = "fail"

# Encryption by default encrypts what a template wants unencrypted, too.
[[example]]
ec2_launch_template = [{arn = "t", unencrypted_devices = ["/dev/xvda"], undecided_devices = ["/dev/xvdb"]}]
ec2_account = [{arn = "a", ebs_encryption_by_default = true}]
expect = "pass"

# The template does not say: the snapshot decides.
[[example]]
ec2_launch_template = [{arn = "t", unencrypted_devices = [], undecided_devices = ["/dev/xvda"]}]
ec2_account = [{arn = "a", ebs_encryption_by_default = false}]
expect = "unknown"

[[example]]
ec2_launch_template = [{arn = "t", unencrypted_devices = ["/dev/xvda"], undecided_devices = []}]
ec2_account = [{arn = "a"}]
expect = "unknown"

[[example]]
ec2_launch_template = [{arn = "t"}]
ec2_account = [{arn = "a", ebs_encryption_by_default = false}]
expect = "unknown"
*/
select
  t.arn as resource,
  case
    when a.ebs_encryption_by_default then true
    when array_length(t.unencrypted_devices) = 0 and array_length(t.undecided_devices) = 0 then true
    when a.ebs_encryption_by_default is null then null
    when array_length(t.unencrypted_devices) > 0 then false
  end as ok,
  case
    when a.ebs_encryption_by_default then 'the Region encrypts all new volumes'
    when array_length(t.unencrypted_devices) > 0
      then 'Encrypted is false for ' || t.unencrypted_devices[1]
    when array_length(t.undecided_devices) > 0
      then 'it does not say whether ' || t.undecided_devices[1]
        || ' is encrypted: the snapshot of the volume decides'
    else 'it wants no volume unencrypted'
  end as reason
from estate.ec2_launch_template t
left join estate.ec2_account a on a.account_id = t.account_id and a.region = t.region
