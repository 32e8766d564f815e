"""`logs.kubernetes_audit`: the calls to the Kubernetes API of EKS clusters.

https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html
"""

from ringwall.catalog.log_columns import PLACE
from ringwall.model.log_format import LogFormat
from ringwall.model.table import Table, document, integer, moment, text, texts

kubernetes_audit = Table(
    name="kubernetes_audit",
    schema="logs",
    enveloped=False,
    doc="The audit logs of EKS control planes: one row for each stage of a call to the Kubernetes "
    "API.",
    columns=(
        moment("event_time", "requestReceivedTimestamp", "When the request was received (UTC)."),
        text("event_id", "auditID", "The ID of the request."),
        text("account_id", "",
             "The account of the cluster, as the subscription of the log group says.", None),
        text("aws_region", "", "The Region of the cluster.", None),
        text("cluster", "", "The name of the cluster, as the log group says.", None),
        text("stage", "stage", "RequestReceived, ResponseStarted, ResponseComplete or Panic."),
        text("verb", "verb", "get, list, watch, create, update, patch, delete, ..."),
        text("uri", "requestURI", "The path of the request."),
        text("user_name", "user.username", "The user or service account."),
        texts("user_groups", "user.groups", "The groups of the user."),
        text("principal_arn", "", "The IAM principal behind the user; '' where there is none."),
        texts("source_addresses", "sourceIPs", "The addresses of the caller."),
        text("user_agent", "userAgent", "The user agent of the caller."),
        text("namespace", "objectRef.namespace", "The namespace of the object."),
        text("resource", "objectRef.resource", "The kind of the object: pods, secrets."),
        text("subresource", "objectRef.subresource", "The part of the object: exec, token."),
        text("name", "objectRef.name", "The name of the object."),
        integer("status", "responseStatus.code",
                "The HTTP status code; 0 where there is none yet."),
        text("decision", "", "allow or forbid, as the authorizer said."),
        document("request_object", "requestObject",
                 "The object of the request, where the log has it."),
        document("rest", "", "The other members of the record."),
        *PLACE,
    ),
)  # fmt: skip

kubernetes_audit_format = LogFormat(
    table="kubernetes_audit",
    kind="records",
    marks=("auditID", "verb", "stage"),
    required={"event_time": "no requestReceivedTimestamp", "event_id": "no auditID"},
    expressions={
        "account_id": "object.account_id",
        "aws_region": "object.region",
        "cluster": "object.name",
        "principal_arn": "coalesce(json_extract_string({user.extra:json}, '$.arn[0]'), "
        "json_extract_string({user.extra:json}, '$.canonicalArn[0]'), '')",
        "decision": "coalesce(json_extract_string({annotations:json}, "
        "'$.\"authorization.k8s.io/decision\"'), '')",
    },
)
