"""`logs.cloudtrail`: who called what in AWS, one row an event.

Columns are named after the members of a record, in snake_case; a path leads from the record to the
value. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
"""

from ringwall.model.log_format import LogFormat
from ringwall.model.table import Table, boolean, document, moment, text, texts

cloudtrail = Table(
    name="cloudtrail",
    schema="logs",
    enveloped=False,
    doc="The events of CloudTrail: API calls, sign-ins and actions of services. Each event has one "
    "row, however many trails delivered it. `principal_arn` is '' where the caller has no account "
    "(a service, an unknown caller).",
    columns=(
        moment("event_time", "eventTime", "When the call was completed (UTC)."),
        text("event_id", "eventID", "The ID of the event; sha256: and a checksum of the record "
             "where it has none."),
        text("shared_event_id", "sharedEventID", "The ID that copies of one event in "
             "several accounts have in common."),
        text("event_name", "eventName", "The operation: GetObject, ConsoleLogin."),
        text("operation", "eventName", "The operation without the date that some services put into "
             "its name: UpdateFunctionCode, where the record says UpdateFunctionCode20150331v2."),
        text("event_source", "eventSource", "The service: s3.amazonaws.com."),
        text("event_type", "eventType", "AwsApiCall, AwsServiceEvent, AwsConsoleSignIn, ..."),
        text("event_category", "eventCategory", "Management, Data, NetworkActivity or Insight; "
             "NULL where an old record does not say.", None),
        text("aws_region", "awsRegion", "The Region of the call."),
        text("account_id", "recipientAccountId", "The account that received the event.", None),
        text("principal_arn", "userIdentity.sessionContext.sessionIssuer.arn || "
             "userIdentity.arn", "The caller: a user, or the role (or user) of the session; NULL "
             "where a session does not name its role."),
        text("session_arn", "userIdentity.arn", "The caller's session; '' where the principal "
             "called itself."),
        text("principal_account_id", "userIdentity.accountId", "The account of the caller."),
        text("principal_id", "userIdentity.principalId", "The unique ID of the caller."),
        text("identity_type", "userIdentity.type", "Root, IAMUser, AssumedRole, AWSService, ..."),
        text("access_key_id", "userIdentity.accessKeyId", "The access key of the call."),
        text("user_name", "userIdentity.userName", "The name of the user, also where a sign-in "
             "failed; '' for sessions of roles."),
        text("session_name", "", "The name of the role's session: an instance ID "
             "where an instance calls; '' where there is no session."),
        text("source_identity", "userIdentity.sessionContext.sourceIdentity", "The source identity "
             "that the session was opened with."),
        moment("session_created", "userIdentity.sessionContext.attributes.creationDate", "When the "
               "session was opened (UTC); 1970-01-01 where there is none."),
        text("federated_provider", "userIdentity.sessionContext.webIdFederationData."
             "federatedProvider", "The identity provider of a session that was opened with a token "
             "of it."),
        text("instance_role_delivery", "userIdentity.sessionContext.ec2RoleDelivery", "The version "
             "of the instance metadata service that gave the credentials: 1.0 or 2.0."),
        text("invoked_by", "userIdentity.invokedBy", "The AWS service that called on the "
             "principal's behalf."),
        boolean("mfa", "userIdentity.sessionContext.attributes.mfaAuthenticated", "The session "
                "was opened with MFA; NULL where the record does not say.", None),
        text("source_ip", "sourceIPAddress", "The caller's IP address, or the calling service."),
        text("tls_version", "tlsDetails.tlsVersion", "The TLS version of the call: TLSv1.3."),
        text("user_agent", "userAgent", "The caller's user agent."),
        text("vpc_endpoint_id", "vpcEndpointId", "The VPC endpoint that the call came through."),
        boolean("read_only", "readOnly", "The call is read-only.", None),
        text("error_code", "errorCode", "Why the call failed; '' where it did not."),
        text("error_message", "errorMessage", "The error message."),
        texts("resources", "resources[].ARN", "ARNs of the resources that the record lists."),
        document("request_parameters", "requestParameters", "The parameters of the request."),
        document("response_elements", "responseElements", "The response of a write."),
        document("additional_event_data", "additionalEventData", "Further data about the event."),
        document("service_event_details", "serviceEventDetails", "What a service says of an action "
                 "of its own."),
        text("request_id", "requestID", "The ID of the request."),
        document("rest", "", "The other members of the record, and userIdentity and resources as a "
                 "whole."),
        text("event_version", "eventVersion", "The version of the record's format."),
    ),
)  # fmt: skip

_ISSUER = "{userIdentity.sessionContext.sessionIssuer.arn}"
_IS_SESSION = (
    f"coalesce({_ISSUER}, '') <> '' "
    "or coalesce({userIdentity.type}, '') in ('AssumedRole', 'FederatedUser') "
    "or contains(coalesce({userIdentity.arn}, ''), ':assumed-role/')"
)
_CHECKSUM = ", ".join(
    f"{{{name}}}"
    for name in (
        "eventTime",
        "eventName",
        "eventSource",
        "userIdentity",
        "awsRegion",
        "sourceIPAddress",
        "userAgent",
        "errorCode",
        "requestParameters",
        "responseElements",
        "additionalEventData",
        "serviceEventDetails",
        "requestID",
        "recipientAccountId",
        "resources",
    )
)
_REST = (
    "userIdentity",
    "resources",
    "tlsDetails",
    "apiVersion",
    "managementEvent",
    "sessionCredentialFromConsole",
    "vpcEndpointAccountId",
    "insightDetails",
    "insightContext",
    "edgeDeviceDetails",
    "addendum",
    "eventContext",
    "networkActivity",
)

_REST_PAIRS = ", ".join(f"'{name}', {{{name}:json}}" for name in _REST)

cloudtrail_format = LogFormat(
    table="cloudtrail",
    kind="members",
    marks=("eventName", "eventSource"),
    is_unique=True,
    members=_REST,
    required={
        "event_name": "no eventName",
        "event_source": "no eventSource",
        "event_time": "no eventTime, or one that is no time",
    },
    expressions={
        "event_id": "coalesce(nullif({eventID}, ''), "
        f"'sha256:' || sha256(to_json([{_CHECKSUM}])::text))",
        "operation": r"regexp_replace({eventName}, '\d{8}(v\d+)?$|\d{4}_\d{2}_\d{2}$', '')",
        "event_category": "coalesce({eventCategory}, "
        "case {managementEvent} when 'true' then 'Management' when 'false' then 'Data' end)",
        "account_id": "coalesce(nullif({recipientAccountId}, ''), "
        "nullif({userIdentity.accountId}, ''))",
        "principal_arn": f"case when coalesce({_ISSUER}, '') <> '' then {_ISSUER} "
        f"when {_IS_SESSION} then null else coalesce({{userIdentity.arn}}, '') end",
        "session_arn": f"case when {_IS_SESSION} "
        "then coalesce({userIdentity.arn}, '') else '' end",
        "session_name": f"case when {_IS_SESSION} "
        "then regexp_extract(coalesce({userIdentity.arn}, ''), '[^/]*$') else '' end",
        "resources": "coalesce(list_filter(json_extract_string({resources:json}, '$[*].ARN'), "
        "lambda arn: arn <> ''), [])",
        "rest": f"json_object({_REST_PAIRS})",
    },
)
