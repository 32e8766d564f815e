/*
title = "EC2 instance should have one network interface"
layer = "infrastructure"
severity = "low"
why = "An instance with interfaces in two networks joins them: what separates the two does not see what passes through it."
fix = "Detach what is not needed: aws ec2 detach-network-interface --attachment-id ATTACHMENT_ID"
url = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-eni.html"

[[example]]
ec2_instance = [{arn = "i", state = "running", instance_id = "i-1", network_interface_ids = ["eni-1"]}]
expect = "pass"

[[example]]
ec2_instance = [{arn = "i", state = "running", instance_id = "i-1", network_interface_ids = ["eni-1", "eni-2"]}]
ec2_network_interface = [
  {arn = "n", network_interface_id = "eni-1", tags = {}},
  {arn = "m", network_interface_id = "eni-2", tags = {}},
]
expect = "fail"

# Kubernetes attaches interfaces to its nodes for the addresses of pods.
[[example]]
ec2_instance = [{arn = "i", state = "running", instance_id = "i-1", network_interface_ids = ["eni-1", "eni-2", "eni-3"]}]
ec2_network_interface = [
  {arn = "n", network_interface_id = "eni-1", tags = {}},
  {arn = "m", network_interface_id = "eni-2", tags = {"node.k8s.amazonaws.com/instance_id" = "i-1"}},
  {arn = "o", network_interface_id = "eni-3", tags = {"eks:eni:owner" = "eks-vpc-resource-controller"}},
]
expect = "pass"

# A terminated instance is out of scope.
[[example]]
ec2_instance = [
  {arn = "i", state = "terminated", network_interface_ids = ["eni-1", "eni-2"]},
  {arn = "j", state = "running", network_interface_ids = ["eni-3"]},
]
expect = "pass"

# Whose the second interface is is not known.
[[example]]
ec2_instance = [{arn = "i", state = "running", instance_id = "i-1", network_interface_ids = ["eni-1", "eni-2"]}]
ec2_network_interface = [{arn = "n", network_interface_id = "eni-1", tags = {}}]
expect = "unknown"

[[example]]
ec2_instance = [{arn = "i", state = "running"}]
expect = "unknown"
*/
with attached as (
  select i.arn, i.account_id, i.region, unnest(i.network_interface_ids) as network_interface_id
  from estate.ec2_instance i
),
judged as (
  select
    a.arn,
    count(*) as many,
    count(
      case
        when n.tags->>'node.k8s.amazonaws.com/instance_id' is not null
          or n.tags->>'eks:eni:owner' is not null
        then 1
      end
    ) as many_of_kubernetes,
    count(*) > count(n.tags) as is_doubtful
  from attached a
  left join estate.ec2_network_interface n
    on n.account_id = a.account_id
    and n.region = a.region
    and n.network_interface_id = a.network_interface_id
  group by a.arn
)
select
  i.arn as resource,
  case
    when i.network_interface_ids is null then null
    when coalesce(j.many, 0) - coalesce(j.many_of_kubernetes, 0) <= 1 then true
    when j.is_doubtful or i.state is null then null
    else false
  end as ok,
  'it has ' || array_length(i.network_interface_ids) || ' network interfaces, '
    || coalesce(j.many_of_kubernetes, 0) || ' of them for pods' as reason
from estate.ec2_instance i
left join judged j on j.arn = i.arn
where coalesce(i.state, '') <> 'terminated'
