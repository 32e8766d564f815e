"""What is said of a function that responds, and cannot be made, or neither hears nor is heard."""

from collections.abc import Callable

import pytest

from ringwall.model.errors import BadBlueprint
from ringwall.plan.blueprint_file import BlueprintFile
from ringwall.plan.checks.responder import responder
from ringwall.plan.landscape import make_landscape

GOOD = f"package: {{bucket: code, sha256: {'a' * 64}}}"
TOLD = "notifications: {enabled: true}"
FIXED = f"package: {{bucket: code, sha256: {'a' * 64}, key: code.zip}}"
REPLACED = (
    "without {sha256} in its name, a new package takes the place of the old one, and a change of "
    "it cannot be undone"
)
CASES = {
    GOOD: [],
    "": [
        "bucket is missing: put what `ringwall respond package` makes into a bucket",
        "sha256 is missing: put what `ringwall respond package` makes into a bucket",
    ],
    FIXED: [REPLACED],
    f"{GOOD}, playbooks: [ec2.isolate_instance, ec2.wipe]": [
        "there is no playbook ec2.wipe: `ringwall respond list` lists them"
    ],
    f"{GOOD}, policy_bucket: rules": ["the policy's object is not named: name policy_key too"],
    f"{GOOD}, account: log-archive": [
        "findings of all accounts come together in security: log-archive hears of its own"
    ],
}


@pytest.mark.parametrize(("text", "messages"), CASES.items(), ids=range(len(CASES)))
def test_what_is_wrong_is_said(
    acme: str, read: Callable[[str], BlueprintFile], text: str, messages: list[str]
) -> None:
    section = f"responder: {{enabled: true{', ' if text else ''}{text}}}"
    file = read(f"{acme}response: {{{section}, {TOLD}}}\n")
    assert [each.message for each in responder(make_landscape(file))] == messages
    file = read(f"{acme}response: {{{section.replace('true', 'false')}}}\n")
    assert list(responder(make_landscape(file))) == []


def test_a_section_that_nothing_tells_and_that_tells_nobody_is_noted(
    acme: str, read: Callable[[str], BlueprintFile]
) -> None:
    off = "guardduty: {enabled: false}, security_hub: {enabled: false}"
    for detection, said in (
        ("", []),
        (off, ["does nothing without detection.guardduty or detection.security_hub"]),
        ("rules: {enabled: false}", ["hears of eu-central-1 alone"]),
    ):
        section = f"response: {{responder: {{enabled: true, {GOOD}}}}}"
        text = f"{acme}detection: {{{detection}}}\n{section}\n"
        found = list(responder(make_landscape(read(text))))
        assert {each.kind for each in found} == {"note"}
        *others, last = [each.message for each in found]
        assert last == "nobody is told where it fails: turn response.notifications on"
        assert [one.partition(":")[0] for one in others] == said


@pytest.mark.parametrize(
    ("region", "count"), [("us-gov-west-1", 1), ("cn-north-1", 1), ("eu-west-1", 0)]
)
def test_a_partition_without_urls_takes_no_callbacks(
    read: Callable[[str], BlueprintFile], region: str, count: int
) -> None:
    text = (
        f"blueprint: acme\nhome_region: {region}\n"
        'accounts: {email: "aws+{account}@acme.io", security: management, '
        "log_archive: management}\n"
        f"response: {{responder: {{enabled: true, callbacks: true, {GOOD}}}, {TOLD}}}\n"
    )
    errors = [each for each in responder(make_landscape(read(text))) if each.kind == "error"]
    assert len([each for each in errors if "no URLs" in each.message]) == count


@pytest.mark.parametrize(
    "text", ["sha256: abc", "key: 'a b'", "runtime: python2.7", "bucket: A_B", "sha: x"]
)
def test_a_package_that_cannot_be_is_refused(
    acme: str, read: Callable[[str], BlueprintFile], text: str
) -> None:
    with pytest.raises(BadBlueprint):
        read(f"{acme}response: {{responder: {{package: {{{text}}}}}}}\n")
