/*
title = "VPN connection should log both tunnels"
layer = "detection"
severity = "medium"
why = "Without the logs, nobody sees that a stranger tries to open a tunnel, or why one went down."
fix = "For each tunnel: aws ec2 modify-vpn-tunnel-options --vpn-connection-id VPN_ID --vpn-tunnel-outside-ip-address ADDRESS --tunnel-options LogOptions={CloudWatchLogOptions={LogEnabled=true,LogGroupArn=ARN}}. The tunnel is down for some minutes."
url = "https://docs.aws.amazon.com/vpn/latest/s2svpn/monitoring-logs.html"

[[example]]
ec2_vpn_connection = [{arn = "v", state = "available", logged_tunnels = 2}]
expect = "pass"

[[example]]
ec2_vpn_connection = [{arn = "v", state = "available", logged_tunnels = 1}]
expect = "fail"

# It was deleted.
[[example]]
ec2_vpn_connection = [
  {arn = "v", state = "deleted", logged_tunnels = 0},
  {arn = "w", state = "available", logged_tunnels = 2},
]
expect = "pass"

[[example]]
ec2_vpn_connection = [{arn = "v", state = "available"}]
expect = "unknown"

[[example]]
ec2_vpn_connection = [{arn = "v", logged_tunnels = 0}]
expect = "unknown"
*/
select
  v.arn as resource,
  case
    when v.logged_tunnels >= 2 then true
    when v.state is null then null
    else v.logged_tunnels >= 2
  end as ok,
  v.logged_tunnels || ' of 2 tunnels send their logs to CloudWatch Logs' as reason
from estate.ec2_vpn_connection v
where coalesce(v.state, '') not in ('deleting', 'deleted')
