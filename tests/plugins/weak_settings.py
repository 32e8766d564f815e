"""Settings that are weak, each planted in an account as its team would: for playbooks."""

import json
from typing import Any

from emulated_firewalls import FORWARD
from log_targets import let_write, make_config_role, make_log_bucket, start_recorder
from public_resources import ACCOUNT, REGION, Case, arn

HERE = f"arn:aws:account::{ACCOUNT}:region/{REGION}"
ACCOUNT_ARN = f"arn:aws:account::{ACCOUNT}:account"


def name_region(_: Any) -> str:
    return HERE


def suspend_detector(estate: Any) -> str:
    client = estate.client("guardduty")
    detector = client.create_detector(Enable=True)["DetectorId"]
    client.update_detector(DetectorId=detector, Enable=False)
    return HERE


def disable_feature(estate: Any, name: str) -> str:
    client = estate.client("guardduty")
    detector = client.create_detector(Enable=True)["DetectorId"]
    feature = {"Name": name, "Status": "DISABLED"}
    client.update_detector(DetectorId=detector, Features=[feature])
    return arn("guardduty", f"detector/{detector}/feature/{name}")


def disable_audit_logs(estate: Any) -> str:
    return disable_feature(estate, "EKS_AUDIT_LOGS")


def disable_lambda_protection(estate: Any) -> str:
    return disable_feature(estate, "LAMBDA_NETWORK_LOGS")


def disable_malware_protection(estate: Any) -> str:
    return disable_feature(estate, "EBS_MALWARE_PROTECTION")


def disable_rds_protection(estate: Any) -> str:
    return disable_feature(estate, "RDS_LOGIN_EVENTS")


def disable_runtime_monitoring(estate: Any) -> str:
    return disable_feature(estate, "RUNTIME_MONITORING")


def disable_s3_protection(estate: Any) -> str:
    return disable_feature(estate, "S3_DATA_EVENTS")


def found_organization(estate: Any) -> str:
    made = estate.client("organizations").create_organization(FeatureSet="ALL")
    return str(made["Organization"]["Arn"])


def disable_policies(estate: Any) -> str:
    found = found_organization(estate)
    client = estate.client("organizations")
    root = client.list_roots()["Roots"][0]
    for kind in root["PolicyTypes"]:
        client.disable_policy_type(RootId=root["Id"], PolicyType=kind["Type"])
    return found


def administer_guardduty(estate: Any) -> str:
    found_organization(estate)
    client = estate.client("guardduty")
    client.enable_organization_admin_account(AdminAccountId=ACCOUNT)
    detectors = client.list_detectors()["DetectorIds"]
    detector = detectors[0] if detectors else client.create_detector(Enable=True)["DetectorId"]
    client.update_organization_configuration(
        DetectorId=detector, AutoEnableOrganizationMembers="NEW"
    )
    return arn("guardduty", f"detector/{detector}/organization")


def forget_feature(estate: Any) -> str:
    return f"{administer_guardduty(estate)}/S3_DATA_EVENTS"


def administer_detective(estate: Any) -> str:
    found_organization(estate)
    client = estate.client("detective")
    client.enable_organization_admin_account(AccountId=ACCOUNT)
    return f"{client.list_graphs()['GraphList'][0]['Arn']}/organization-configuration"


def administer_inspector(estate: Any) -> str:
    found_organization(estate)
    client = estate.client("inspector2")
    client.enable_delegated_admin_account(delegatedAdminAccountId=ACCOUNT)
    client.update_organization_configuration(autoEnable={"ec2": True, "ecr": False})
    return arn("inspector2", "organization-configuration")


def scan_images_only(estate: Any) -> str:
    estate.client("inspector2").enable(resourceTypes=["ECR"])
    return arn("inspector2", "account")


def leave_macie_blind(estate: Any) -> str:
    client = estate.client("macie2")
    client.enable_macie()
    client.update_automated_discovery_configuration(status="DISABLED")
    return arn("macie2", "automated-discovery")


def enable_bare_hub(estate: Any) -> str:
    client = estate.client("securityhub")
    client.enable_security_hub(EnableDefaultStandards=False)
    return str(client.describe_hub()["HubArn"])


def enable_idle_hub(estate: Any) -> str:
    enable_bare_hub(estate)
    return HERE


def stop_recorder(estate: Any) -> str:
    make_log_bucket(estate.client("s3", "us-east-1"), "acme-config", "config")
    client = estate.client("config")
    start_recorder(client, make_config_role(estate.client("iam")), "acme-config")
    client.stop_configuration_recorder(ConfigurationRecorderName="default")
    return HERE


def make_local_trail(estate: Any) -> str:
    make_log_bucket(estate.client("s3", "us-east-1"), "acme-trail", "cloudtrail")
    for region in ("us-east-1", REGION):
        client = estate.client("cloudtrail", region)
        client.create_trail(Name=f"in-{region}", S3BucketName="acme-trail")
    client.start_logging(Name=f"in-{REGION}")
    return ACCOUNT_ARN


def find_default_group(estate: Any) -> str:
    ec2 = estate.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    wanted = {"group-name": "default", "vpc-id": vpc}
    groups = ec2.describe_security_groups(
        Filters=[{"Name": name, "Values": [value]} for name, value in wanted.items()]
    )["SecurityGroups"]
    return arn("ec2", f"security-group/{groups[0]['GroupId']}")


def make_leaky_quarantine(estate: Any) -> str:
    ec2 = estate.client("ec2")
    vpc = ec2.describe_vpcs()["Vpcs"][0]["VpcId"]
    group = ec2.create_security_group(GroupName="quarantine", Description="q", VpcId=vpc)["GroupId"]
    listed = ec2.create_managed_prefix_list(
        PrefixListName="office",
        MaxEntries=1,
        AddressFamily="IPv4",
        Entries=[{"Cidr": "192.0.2.0/24"}],
    )["PrefixList"]["PrefixListId"]
    ports = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}
    ec2.authorize_security_group_ingress(
        GroupId=group,
        IpPermissions=[
            {**ports, "IpRanges": [{"CidrIp": "192.0.2.1/32", "Description": "the bench"}]},
            {**ports, "Ipv6Ranges": [{"CidrIpv6": "2001:db8::/32"}]},
            {**ports, "PrefixListIds": [{"PrefixListId": listed}]},
            {"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": group}]},
        ],
    )
    return arn("ec2", f"security-group/{group}")


def open_acl(estate: Any) -> str:
    """Make an ACL that lets an office in at 90, and everyone at 100."""
    ec2 = estate.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    acl = ec2.create_network_acl(VpcId=vpc)["NetworkAcl"]["NetworkAclId"]
    allow = {"NetworkAclId": acl, "Egress": False, "RuleAction": "allow"}
    ssh = {**allow, "Protocol": "6", "PortRange": {"From": 22, "To": 22}}
    ec2.create_network_acl_entry(**ssh, RuleNumber=90, CidrBlock="192.0.2.0/24")
    ec2.create_network_acl_entry(**allow, Protocol="-1", RuleNumber=100, CidrBlock="0.0.0.0/0")
    ec2.create_network_acl_entry(**ssh, RuleNumber=101, Ipv6CidrBlock="::/0")
    return arn("ec2", f"network-acl/{acl}")


def forget_flow_logs(estate: Any) -> str:
    """Make a VPC without flow logs beside one that has them."""
    s3, ec2 = estate.client("s3", "us-east-1"), estate.client("ec2")
    make_log_bucket(s3, "flows", "delivery.logs")
    ec2.create_flow_logs(
        ResourceType="VPC",
        ResourceIds=[find_subnet(estate)["VpcId"]],
        TrafficType="ALL",
        LogDestinationType="s3",
        LogDestination="arn:aws:s3:::flows/vpc",
    )
    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    return arn("ec2", f"vpc/{vpc}")


def forget_query_logs(estate: Any) -> str:
    make_log_bucket(estate.client("s3", "us-east-1"), "queries", "delivery.logs")
    estate.client("route53resolver").create_resolver_query_log_config(
        Name="all", DestinationArn="arn:aws:s3:::queries", CreatorRequestId="1"
    )
    return arn("ec2", f"vpc/{find_subnet(estate)['VpcId']}")


def forget_access_logs(estate: Any) -> str:
    s3 = estate.client("s3")
    for name in ("logs", "other"):
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    let_write(s3, "logs", "logging.s3")
    target = {"TargetBucket": "logs", "TargetPrefix": "other/"}
    s3.put_bucket_logging(Bucket="other", BucketLoggingStatus={"LoggingEnabled": target})
    return make_bucket(estate)


def make_gateway(estate: Any) -> str:
    options = {"AutoAcceptSharedAttachments": "enable"}
    made = estate.client("ec2").create_transit_gateway(Options=options)["TransitGateway"]
    return str(made["TransitGatewayArn"])


def attach_vpc(estate: Any) -> str:
    ec2 = estate.client("ec2")
    gateway = ec2.create_transit_gateway()["TransitGateway"]["TransitGatewayId"]
    subnet = ec2.describe_subnets()["Subnets"][0]
    made = ec2.create_transit_gateway_vpc_attachment(
        TransitGatewayId=gateway, VpcId=subnet["VpcId"], SubnetIds=[subnet["SubnetId"]]
    )["TransitGatewayVpcAttachment"]["TransitGatewayAttachmentId"]
    return arn("ec2", f"transit-gateway-attachment/{made}")


def leave_passwords_default(_: Any) -> str:
    return f"arn:aws:iam::{ACCOUNT}:root"


def allow_short_passwords(estate: Any) -> str:
    estate.client("iam").update_account_password_policy(
        MinimumPasswordLength=8, RequireNumbers=True, MaxPasswordAge=30
    )
    return f"arn:aws:iam::{ACCOUNT}:root"


def trust_iam(estate: Any) -> str:
    found_organization(estate)
    estate.client("organizations").enable_aws_service_access(ServicePrincipal="iam.amazonaws.com")
    return f"arn:aws:iam::{ACCOUNT}:organizations-features/root-access"


def make_two_keys(estate: Any) -> str:
    iam = estate.client("iam")
    made = iam.create_user(UserName="bob")["User"]["Arn"]
    iam.create_access_key(UserName="bob")
    iam.create_access_key(UserName="bob")
    return str(made)


def make_log_group(estate: Any) -> str:
    estate.client("logs").create_log_group(logGroupName="/app/shop")
    estate.client("logs").create_log_group(logGroupName="/app/shop-2")
    return arn("logs", "log-group:/app/shop")


def make_firewall(estate: Any) -> str:
    firewalls, subnet = estate.client("network-firewall"), find_subnet(estate)
    policy = firewalls.create_firewall_policy(FirewallPolicyName="p", FirewallPolicy=FORWARD)
    made = firewalls.create_firewall(
        FirewallName="f",
        FirewallPolicyArn=policy["FirewallPolicyResponse"]["FirewallPolicyArn"],
        VpcId=subnet["VpcId"],
        SubnetMappings=[{"SubnetId": subnet["SubnetId"]}],
        DeleteProtection=False,
        SubnetChangeProtection=False,
    )
    return str(made["Firewall"]["FirewallArn"])


def pass_packets(estate: Any) -> str:
    passing = {member: ["aws:pass"] for member in FORWARD}
    made = estate.client("network-firewall").create_firewall_policy(
        FirewallPolicyName="p", FirewallPolicy=passing, Description="lets all pass"
    )
    return str(made["FirewallPolicyResponse"]["FirewallPolicyArn"])


def find_subnet(estate: Any) -> Any:
    return estate.client("ec2").describe_subnets()["Subnets"][0]


def make_database(estate: Any, **more: Any) -> str:
    made = estate.client("rds").create_db_instance(
        DBInstanceIdentifier="orders",
        DBInstanceClass="db.t3.micro",
        Engine="postgres",
        AllocatedStorage=20,
        MasterUsername="root",
        MasterUserPassword="not-a-secret",
        **more,
    )
    return str(made["DBInstance"]["DBInstanceArn"])


def make_public_database(estate: Any) -> str:
    return make_database(estate, PubliclyAccessible=True)


def keep_backups_for_a_day(estate: Any) -> str:
    return make_database(estate, BackupRetentionPeriod=1)


def keep_no_backups(estate: Any) -> str:
    return make_database(estate, BackupRetentionPeriod=0)


def keep_backups_of_cluster_for_a_day(estate: Any) -> str:
    rds = estate.client("rds")
    rds.create_db_cluster(
        DBClusterIdentifier="orders",
        Engine="aurora-mysql",
        MasterUsername="root",
        MasterUserPassword="not-a-secret",
        BackupRetentionPeriod=1,
    )
    made = rds.create_db_instance(
        DBInstanceIdentifier="orders-1",
        DBInstanceClass="db.r5.large",
        Engine="aurora-mysql",
        DBClusterIdentifier="orders",
    )
    return str(made["DBInstance"]["DBInstanceArn"])


def resolve_unsigned(estate: Any) -> str:
    vpc = find_subnet(estate)["VpcId"]
    return arn("route53resolver", f"resolver-dnssec-config/{vpc}")


def make_bucket(estate: Any, **more: Any) -> str:
    estate.client("s3").create_bucket(
        Bucket="shop", CreateBucketConfiguration={"LocationConstraint": REGION}, **more
    )
    return "arn:aws:s3:::shop"


def make_evidence_bucket(estate: Any) -> str:
    estate.client("s3").create_bucket(
        Bucket="evidence",
        CreateBucketConfiguration={"LocationConstraint": REGION},
        ObjectLockEnabledForBucket=True,
    )
    return "arn:aws:s3:::evidence"


def make_trail_with_locks(estate: Any) -> str:
    s3 = estate.client("s3", "us-east-1")
    s3.create_bucket(Bucket="acme-trail", ObjectLockEnabledForBucket=True)
    let_write(s3, "acme-trail", "cloudtrail")
    client = estate.client("cloudtrail")
    return str(client.create_trail(Name="main", S3BucketName="acme-trail")["TrailARN"])


def enable_acls(estate: Any) -> str:
    return make_bucket(estate, ObjectOwnership="ObjectWriter")


def forget_ownership(estate: Any) -> str:
    bucket = make_bucket(estate, ObjectOwnership="ObjectWriter")
    estate.client("s3").delete_bucket_ownership_controls(Bucket="shop")
    return bucket


def suspend_versioning(estate: Any) -> str:
    bucket = make_bucket(estate)
    for status in ("Enabled", "Suspended"):
        estate.client("s3").put_bucket_versioning(
            Bucket="shop", VersioningConfiguration={"Status": status}
        )
    return bucket


def share_bucket(estate: Any) -> str:
    bucket = make_bucket(estate)
    statement = {
        "Sid": "RequireTls",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
        "Action": "s3:GetObject",
        "Resource": f"{bucket}/*",
    }
    policy = {"Version": "2012-10-17", "Id": "shop", "Statement": statement}
    estate.client("s3").put_bucket_policy(Bucket="shop", Policy=json.dumps(policy))
    return bucket


def allow_public_documents(estate: Any) -> str:
    setting = "/ssm/documents/console/public-sharing-permission"
    estate.client("ssm").update_service_setting(SettingId=setting, SettingValue="Enable")
    return arn("ssm", f"servicesetting{setting}")


def make_vault(estate: Any) -> str:
    made = estate.client("backup").create_backup_vault(BackupVaultName="daily")
    return str(made["BackupVaultArn"])


def make_balancer(estate: Any) -> str:
    subnets = [one["SubnetId"] for one in estate.client("ec2").describe_subnets()["Subnets"]]
    made = estate.client("elbv2").create_load_balancer(Name="shop", Subnets=subnets)
    return str(made["LoadBalancers"][0]["LoadBalancerArn"])


def make_lenient_balancer(estate: Any) -> str:
    arn = make_balancer(estate)
    mode = {"Key": "routing.http.desync_mitigation_mode", "Value": "monitor"}
    client = estate.client("elbv2")
    client.modify_load_balancer_attributes(LoadBalancerArn=arn, Attributes=[mode])
    return arn


CASES: list[Case] = [
    ("accessanalyzer.external_access_is_analyzed", name_region, 1),
    ("backup.vault_is_locked", make_vault, 1),
    ("cloudtrail.account_has_multi_region_trail", make_local_trail, 1),
    ("cloudtrail.trail_bucket_has_object_lock", make_trail_with_locks, 1),
    ("config.recorder_is_recording", stop_recorder, 1),
    ("detective.new_accounts_are_members", administer_detective, 1),
    ("ec2.default_group_allows_nothing", find_default_group, 2),
    ("ec2.quarantine_group_allows_nothing", make_leaky_quarantine, 5),
    ("ec2.nacl_does_not_open_admin_ports", open_acl, 3),
    ("ec2.transit_gateway_accepts_nothing_unseen", make_gateway, 1),
    ("ec2.vpc_has_flow_logs", forget_flow_logs, 1),
    ("elasticloadbalancingv2.load_balancer_drops_invalid_headers", make_balancer, 1),
    ("elasticloadbalancingv2.load_balancer_is_protected_from_deletion", make_balancer, 1),
    ("elasticloadbalancingv2.load_balancer_mitigates_desync", make_lenient_balancer, 1),
    ("route53resolver.vpc_queries_are_logged", forget_query_logs, 1),
    ("s3.bucket_access_is_logged", forget_access_logs, 1),
    ("ec2.inspection_attachment_has_appliance_mode", attach_vpc, 1),
    ("guardduty.detector_is_enabled", name_region, 1),
    ("guardduty.detector_is_enabled", suspend_detector, 1),
    ("guardduty.eks_audit_logs_are_watched", disable_audit_logs, 1),
    ("guardduty.lambda_protection_is_enabled", disable_lambda_protection, 1),
    ("guardduty.malware_protection_is_enabled", disable_malware_protection, 1),
    ("guardduty.rds_protection_is_enabled", disable_rds_protection, 1),
    ("guardduty.runtime_monitoring_is_enabled", disable_runtime_monitoring, 1),
    ("guardduty.s3_protection_is_enabled", disable_s3_protection, 1),
    ("guardduty.members_are_enabled_automatically", administer_guardduty, 1),
    ("guardduty.features_are_enabled_automatically", forget_feature, 1),
    ("iam.password_policy_is_strong", leave_passwords_default, 1),
    ("iam.password_policy_is_strong", allow_short_passwords, 1),
    ("iam.root_access_is_managed_centrally", trust_iam, 2),
    ("iam.users_have_one_active_key", make_two_keys, 2),
    ("inspectorv2.account_is_scanned", scan_images_only, 1),
    ("inspectorv2.new_accounts_are_scanned", administer_inspector, 1),
    ("logs.log_group_has_retention", make_log_group, 1),
    ("macie.automated_discovery_is_enabled", leave_macie_blind, 1),
    ("networkfirewall.firewall_is_protected_from_deletion", make_firewall, 1),
    ("networkfirewall.firewall_subnets_are_protected", make_firewall, 1),
    ("networkfirewall.policy_forwards_fragments", pass_packets, 1),
    ("networkfirewall.policy_forwards_whole_packets", pass_packets, 1),
    ("organizations.rcps_are_enabled", disable_policies, 1),
    ("organizations.scps_are_enabled", disable_policies, 1),
    ("rds.instance_is_not_public", make_public_database, 1),
    ("rds.instance_keeps_backups", keep_backups_for_a_day, 1),
    ("rds.instance_keeps_backups", keep_no_backups, 1),
    ("rds.instance_keeps_backups", keep_backups_of_cluster_for_a_day, 1),
    ("route53resolver.vpc_validates_dnssec", resolve_unsigned, 1),
    ("s3.bucket_acls_are_disabled", enable_acls, 1),
    ("s3.bucket_acls_are_disabled", forget_ownership, 1),
    ("s3.bucket_is_versioned", suspend_versioning, 1),
    ("s3.evidence_has_object_lock", make_evidence_bucket, 1),
    ("s3.bucket_requires_tls", make_bucket, 1),
    ("s3.bucket_is_administered_from_its_account", share_bucket, 1),
    ("s3.bucket_requires_tls", share_bucket, 1),
    ("securityhub.hub_checks_fsbp", enable_bare_hub, 1),
    ("securityhub.hub_is_enabled", name_region, 1),
    ("securityhub.hub_is_enabled", enable_idle_hub, 1),
    ("ssm.public_sharing_is_blocked", allow_public_documents, 1),
]
