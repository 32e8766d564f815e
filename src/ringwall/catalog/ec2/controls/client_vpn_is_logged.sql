/*
title = "Client VPN endpoint should log connections"
family = "setting_has_value"
table = "ec2_client_vpn_endpoint"
column = "connection_log_enabled"
setting = "ConnectionLogOptions.Enabled"
scope = "r.status not in ('deleting', 'deleted')"
row = {status = "available"}
layer = "detection"
severity = "low"
why = "Without the log, nobody can tell who was in the network, from which address and for how long: a stolen certificate leaves no trace."
fix = "aws ec2 modify-client-vpn-endpoint --client-vpn-endpoint-id ENDPOINT_ID --connection-log-options Enabled=true,CloudwatchLogGroup=LOG_GROUP"
url = "https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/connection-logging.html"
*/
