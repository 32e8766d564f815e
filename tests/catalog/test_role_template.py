"""The template of roles: each with its policies, for one principal of one organization."""

from ringwall.catalog.role_template import write_role_template

ONE = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:A"]}]}
TWO = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:B"]}]}


def test_every_role_has_its_own_policies() -> None:
    resources = write_role_template({"ringwall-plan": [ONE], "ringwall-apply": [ONE, TWO]})[
        "Resources"
    ]
    assert list(resources) == [
        "RingwallPlan",
        "RingwallPlanPolicy1",
        "RingwallApply",
        "RingwallApplyPolicy1",
        "RingwallApplyPolicy2",
    ]
    apply = resources["RingwallApply"]["Properties"]
    assert apply["RoleName"] == "ringwall-apply"
    assert apply["ManagedPolicyArns"] == [
        {"Ref": "RingwallApplyPolicy1"},
        {"Ref": "RingwallApplyPolicy2"},
    ]
    assert resources["RingwallApplyPolicy2"] == {
        "Type": "AWS::IAM::ManagedPolicy",
        "Properties": {"ManagedPolicyName": "ringwall-apply-2", "PolicyDocument": TWO},
    }


def test_only_the_auditor_of_the_organization_can_assume_it() -> None:
    template = write_role_template({"ringwall-plan": [ONE]})
    trust = template["Resources"]["RingwallPlan"]["Properties"]["AssumeRolePolicyDocument"]
    (statement,) = trust["Statement"]
    assert statement["Principal"] == {"AWS": {"Ref": "Auditor"}}
    assert statement["Condition"] == {
        "StringEquals": {"aws:PrincipalOrgID": {"Ref": "Organization"}}
    }
    assert set(template["Parameters"]) == {"Auditor", "Organization"}
