"""Calls of IAM, STS and sign-in: what their records have."""

from collections.abc import Mapping
from typing import Any

_ROLE_ARN = "arn:aws:iam::{account}:role/{role}"
_TRUST = (
    '{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"Service":'
    '"{trusted}.amazonaws.com"}},"Action":"sts:AssumeRole"}}]}}'
)
_OIDC_TRUST = (
    '{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"Federated":'
    '"arn:aws:iam::{account}:oidc-provider/token.actions.githubusercontent.com"}},"Action":'
    '"sts:AssumeRoleWithWebIdentity","Condition":{{"StringLike":{{'
    '"token.actions.githubusercontent.com:sub":"repo:synthetic/{word}:*"}}}}}}]}}'
)
_ACCOUNT_TRUST = (
    '{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":'
    '"arn:aws:iam::{trusted_account}:root"}},"Action":"sts:AssumeRole"}}]}}'
)
_POLICY = (
    '{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":["s3:GetObject",'
    '"s3:PutObject"],"Resource":"arn:aws:s3:::{bucket}/*"}}]}}'
)


def _assumed(role: str) -> dict[str, Any]:
    arn = f"arn:aws:sts::{{account}}:assumed-role/{role}/{{session_name}}"
    return {
        "credentials": {
            "accessKeyId": "{key_of_session}", "sessionToken": "synthetic", "expiration": "{at}",
        },
        "assumedRoleUser": {"assumedRoleId": "{role_id}:{session_name}", "arn": arn},
    }  # fmt: skip


_ASSUMED_ROLE = [{"accountId": "{account}", "type": "AWS::IAM::Role", "ARN": _ROLE_ARN}]
_SIGN_IN = {"LoginTo": "https://console.aws.amazon.com/console/home", "MobileVersion": "No"}
_NEW_ROLE = {"roleName": "{new_role}"}

IDENTITY_CALLS: Mapping[str, Mapping[str, Any]] = {
    "sts:AssumeRole": {
        "request": {"roleArn": _ROLE_ARN, "roleSessionName": "{session_name}",
        "durationSeconds": 3600},
        "response": _assumed("{role}"), "resources": _ASSUMED_ROLE,
    },
    "sts:AssumeRole.external": {
        "request": {
            "roleArn": _ROLE_ARN, "roleSessionName": "{session_name}",
            "externalId": "synthetic-external-id",
        },
        "response": _assumed("{role}"), "resources": _ASSUMED_ROLE,
    },
    "sts:AssumeRoleWithWebIdentity": {
        "request": {"roleArn": _ROLE_ARN, "roleSessionName": "{session_name}",
        "durationSeconds": 3600},
        "response": _assumed("{role}") | {
            "subjectFromWebIdentityToken": "{subject}", "audience": "sts.amazonaws.com",
            "provider": "{provider}",
        },
        "resources": _ASSUMED_ROLE,
    },
    "sts:AssumeRoleWithSAML": {
        "request": {
            "roleArn": _ROLE_ARN, "roleSessionName": "{session_name}", "durationSeconds": 28800,
            "principalArn": "arn:aws:iam::{account}:saml-provider/AWSSSO_synthetic_DO_NOT_DELETE",
            "sAMLAssertionID": "_{uuid}",
        },
        "response": _assumed("{role}") | {
            "issuer": "https://portal.sso.{region}.amazonaws.com/saml/assertion/synthetic",
            "audience": "https://signin.aws.amazon.com/saml", "subject": "{session_name}",
            "subjectType": "persistent",
        },
        "resources": _ASSUMED_ROLE,
    },
    "sts:GetSessionToken": {
        "request": {"serialNumber": "arn:aws:iam::{account}:mfa/{user}", "durationSeconds": 43200},
        "response": {"credentials": {"accessKeyId": "{session_key}", "expiration": "{at}"}},
    },
    "signin:ConsoleLogin": {
        "kind": "AwsConsoleSignIn", "response": {"ConsoleLogin": "Success"},
        "more": _SIGN_IN | {"MFAUsed": "{mfa}"},
    },
    "signin:ConsoleLogin.failed": {
        "kind": "AwsConsoleSignIn", "response": {"ConsoleLogin": "Failure"},
        "more": _SIGN_IN | {"MFAUsed": "{mfa}"},
    },
    "signin:CheckMfa": {
        "kind": "AwsConsoleSignIn", "response": {"CheckMfa": "Success"},
        "more": {"MfaType": "Virtual MFA"},
    },
    "signin:SwitchRole": {
        "kind": "AwsConsoleSignIn", "response": {"SwitchRole": "Success"},
        "more": {"SwitchFrom": "{from}", "RedirectTo": "https://console.aws.amazon.com/"},
    },
    "signin:GetSigninToken": {"kind": "AwsConsoleSignIn",
    "response": {"GetSigninToken": "Success"}},
    "sso:Authenticate": {"kind": "AwsServiceEvent", "response": None},
    "sso:Federate": {"kind": "AwsServiceEvent", "response": None},
    "sso:GetRoleCredentials": {"kind": "AwsServiceEvent", "response": None},
    "sso:CreateAccountAssignment": {
        "request": {
            "targetId": "{account}", "targetType": "AWS_ACCOUNT", "principalType": "GROUP",
            "permissionSetArn": "arn:aws:sso:::permissionSet/ssoins-synthetic/ps-{hex8}",
        },
        "response": {"accountAssignmentCreationStatus": {"status": "IN_PROGRESS"}},
    },
    "sso-directory:CreateUser": {
        "request": {"userName": "HIDDEN_DUE_TO_SECURITY_REASONS", "identityStoreId": "d-synthetic"},
        "response": {"user": {"userId": "{uuid}"}},
    },
    "sso-directory:DisableUser": {
        "request": {"userId": "{uuid}", "identityStoreId": "d-synthetic"}, "response": {},
    },
    "iam:CreateUser": {
        "request": {"userName": "{new_user}"},
        "response": {"user": {
            "userName": "{new_user}", "arn": "arn:aws:iam::{account}:user/{new_user}", "path": "/",
        }},
    },
    "iam:DeleteUser": {"request": {"userName": "{user}"}},
    "iam:DeleteLoginProfile": {"request": {"userName": "{user}"}},
    "iam:AddUserToGroup": {"request": {"userName": "{user}", "groupName": "readers"}},
    "iam:CreateAccessKey": {
        "request": {"userName": "{user}"},
        "response": {"accessKey": {
            "userName": "{user}", "accessKeyId": "{new_access_key}", "status": "Active",
        }},
    },
    "iam:UpdateAccessKey": {
        "request": {"userName": "{user}", "accessKeyId": "{old_key}", "status": "Inactive"}
    },
    "iam:DeleteAccessKey": {"request": {"userName": "{user}", "accessKeyId": "{old_key}"}},
    "iam:ChangePassword": {},
    "iam:EnableMFADevice": {
        "request": {"userName": "{user}", "serialNumber": "arn:aws:iam::{account}:mfa/{user}"}
    },
    "iam:CreateRole": {
        "request": _NEW_ROLE | {"assumeRolePolicyDocument": _TRUST, "path": "/"},
        "response": {"role": _NEW_ROLE | {"arn": "arn:aws:iam::{account}:role/{new_role}"}},
    },
    "iam:CreateRole.oidc": {
        "request": _NEW_ROLE | {"assumeRolePolicyDocument": _OIDC_TRUST},
        "response": {"role": _NEW_ROLE | {"arn": "arn:aws:iam::{account}:role/{new_role}"}},
    },
    "iam:CreateRole.account": {
        "request": _NEW_ROLE | {"assumeRolePolicyDocument": _ACCOUNT_TRUST},
        "response": {"role": _NEW_ROLE | {"arn": "arn:aws:iam::{account}:role/{new_role}"}},
    },
    "iam:UpdateAssumeRolePolicy": {"request": {"roleName": "{role}", "policyDocument": _TRUST}},
    "iam:PutRolePolicy": {
        "request": _NEW_ROLE | {"policyName": "inline", "policyDocument": _POLICY}
    },
    "iam:AttachRolePolicy": {
        "request": _NEW_ROLE | {
            "policyArn": "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"}
    },
    "iam:AttachRolePolicy.administrator": {
        "request": _NEW_ROLE | {"policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}
    },
    "iam:AttachUserPolicy": {
        "request": {
            "userName": "{new_user}", "policyArn": "arn:aws:iam::{account}:policy/{policy}"}
    },
    "iam:CreateAccessKey.new_user": {
        "request": {"userName": "{new_user}"},
        "response": {"accessKey": {
            "userName": "{new_user}", "accessKeyId": "{new_access_key}", "status": "Active",
        }},
    },
    "iam:DetachRolePolicy": {
        "request": {"roleName": "{role}", "policyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}
    },
    "iam:DeleteRolePolicy": {"request": {"roleName": "{role}", "policyName": "inline"}},
    "iam:DeleteRole": {"request": {"roleName": "{role}"}},
    "iam:CreatePolicy": {
        "request": {"policyName": "{new_policy}", "policyDocument": _POLICY},
        "response": {"policy": {"arn": "arn:aws:iam::{account}:policy/{new_policy}"}},
    },
    "iam:CreatePolicyVersion": {
        "request": {
            "policyArn": "arn:aws:iam::{account}:policy/{policy}", "policyDocument": _POLICY,
            "setAsDefault": True,
        },
        "response": {"policyVersion": {"versionId": "v4", "isDefaultVersion": True}},
    },
    "iam:DeletePolicyVersion": {
        "request": {"policyArn": "arn:aws:iam::{account}:policy/{policy}", "versionId": "v1"}
    },
    "iam:CreateInstanceProfile": {"request": {"instanceProfileName": "{new_role}"}},
    "iam:AddRoleToInstanceProfile": {"request": _NEW_ROLE | {"instanceProfileName": "{new_role}"}},
    "iam:PassRole": {"request": {"roleName": "{role}"}},
    "iam:TagRole": {"request": {"roleName": "{role}", "tags": [{"key": "team",
    "value": "{word}"}]}},
    "iam:CreateOpenIDConnectProvider": {
        "request": {
            "url": "https://token.actions.githubusercontent.com",
            "clientIDList": ["sts.amazonaws.com"],
        },
    },
    "iam:CreateServiceLinkedRole": {"request": {"aWSServiceName": "{trusted}.amazonaws.com"}},
}  # fmt: skip
