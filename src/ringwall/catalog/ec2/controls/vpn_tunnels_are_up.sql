/*
title = "VPN connection should have both tunnels up"
layer = "infrastructure"
severity = "medium"
why = "AWS takes tunnels down for maintenance, one at a time. With one tunnel alone, the connection breaks then, and whoever can stop one tunnel cuts the network off."
fix = "Correct the configuration of the tunnel that is down on the customer gateway: aws ec2 describe-vpn-connections --vpn-connection-ids VPN_ID shows its StatusMessage"
url = "https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html"

[[example]]
ec2_vpn_connection = [{arn = "v", state = "available", tunnel_statuses = ["UP", "UP"]}]
expect = "pass"

[[example]]
ec2_vpn_connection = [{arn = "v", state = "available", tunnel_statuses = ["UP", "DOWN"]}]
expect = "fail"

# It was deleted, or is not there yet.
[[example]]
ec2_vpn_connection = [
  {arn = "v", state = "deleted", tunnel_statuses = ["DOWN", "DOWN"]},
  {arn = "w", state = "pending", tunnel_statuses = ["DOWN", "DOWN"]},
  {arn = "x", state = "available", tunnel_statuses = ["UP", "UP"]},
]
expect = "pass"

[[example]]
ec2_vpn_connection = [{arn = "v", state = "available"}]
expect = "unknown"

[[example]]
ec2_vpn_connection = [{arn = "v", tunnel_statuses = ["UP", "DOWN"]}]
expect = "unknown"
*/
select
  v.arn as resource,
  case
    when not list_contains(v.tunnel_statuses, 'DOWN') then true
    when v.state is null then null
    when list_contains(v.tunnel_statuses, 'DOWN') then false
  end as ok,
  'its tunnels are ' || v.tunnel_statuses[1] || coalesce(' and ' || v.tunnel_statuses[2], '')
    as reason
from estate.ec2_vpn_connection v
where coalesce(v.state, 'available') = 'available'
