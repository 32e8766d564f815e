"""Policies that Changes write, each proved to allow nothing that the one before it did not."""

import json

import jmespath

from ringwall.model.change import Change
from ringwall.model.reference import write_json
from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.symbolic.questions import check_no_new_access

NO_POLICY = '{"Version": "2012-10-17", "Statement": []}'
POLICY_WRITES = {
    "backup.put_backup_vault_access_policy": "Policy",
    "dynamodb.put_resource_policy": "Policy",
    "ecr.set_repository_policy": "policyText",
    "efs.put_file_system_policy": "Policy",
    "events.put_permission": "Policy",
    "iam.update_assume_role_policy": "PolicyDocument",
    "kms.put_key_policy": "Policy",
    "opensearch.update_domain_config": "AccessPolicies",
    "s3.put_bucket_policy": "Policy",
    "s3control.put_access_point_policy": "Policy",
    "secretsmanager.put_resource_policy": "ResourcePolicy",
    "sns.set_topic_attributes": "AttributeValue",
    "sqs.set_queue_attributes": "Attributes.Policy",
}
"""Writes that replace the policy of a resource, and where it is in their parameters."""
GIVE_NO_ACCESS = {
    "iam.update_access_key": "a key is activated again that was active",
    "iam.update_account_password_policy": "how passwords are chosen",
    "iam.delete_account_password_policy": "how passwords are chosen",
    "iam.enable_organizations_root_credentials_management": "what the management account may do",
    "iam.enable_organizations_root_sessions": "what the management account may do",
    "iam.disable_organizations_root_credentials_management": "what the management account may do",
    "iam.disable_organizations_root_sessions": "what the management account may do",
    "lambda.add_permission": "undo alone: what was removed",
    "lambda.add_layer_version_permission": "undo alone: what was removed",
    "logs.put_retention_policy": "for how long events are kept",
    "logs.delete_retention_policy": "for how long events are kept",
    "network-firewall.update_firewall_policy": "what a firewall does with packets",
    "organizations.enable_policy_type": "whether policies limit accounts",
    "organizations.disable_policy_type": "undo alone: whether policies limit accounts",
    "s3.delete_bucket_policy": "undo alone: there was none",
}
"""Writes that sound as if they gave access, and what they do."""


def assert_no_wider(change: Change) -> None:
    """Assert that the policy which a Change writes allows nothing that the one before did not."""
    path = POLICY_WRITES.get(change.write.operation)
    if path is None:
        return
    written = jmespath.search(path, change.write.parameters)
    before = write_json(change.before["Policy"]) if change.before else NO_POLICY
    answer = check_no_new_access(read_policy(before), read_policy(written), "RESOURCE")
    assert answer.verdict == "pass", answer
    assert change.undo
    back = jmespath.search(path, change.undo.parameters)
    if change.undo.operation in POLICY_WRITES:
        assert change.before
        assert json.loads(back) == change.before["Policy"]
