"""What is wrong with the function that responds: its package, its playbooks, what it needs."""

from collections.abc import Iterator

from ringwall.catalog.loader import load_responses
from ringwall.catalog.managed_policies import USUAL_MOST
from ringwall.catalog.responder_keys import responder_account
from ringwall.catalog.responder_roles import write_playbook_policies
from ringwall.model.blueprint.landscape import Landscape
from ringwall.plan.remark import Remark

SECTION = ("response", "responder")
SHA256 = "{sha256}"
WITHOUT_URLS = ("aws-cn", "aws-us-gov")
"""Partitions in which Ringwall counts on no URLs of functions.

https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html
"""


def responder(landscape: Landscape) -> Iterator[Remark]:
    """Yield what keeps the function from being made, or from hearing and being heard."""
    wanted = landscape.settings.response.responder
    if not wanted.enabled:
        return
    yield from _check_package(landscape)
    yield from _check_playbooks(landscape)
    yield from _check_surroundings(landscape)
    if wanted.policy_bucket and not wanted.policy_key:
        said = "the policy's object is not named: name policy_key too"
        yield Remark((*SECTION, "policy_bucket"), said)
    if wanted.callbacks and landscape.partition in WITHOUT_URLS:
        said = (
            f"Lambda may have no URLs of functions in {landscape.partition}: leave callbacks off, "
            "and decide by `ringwall respond approve`"
        )
        yield Remark((*SECTION, "callbacks"), said)


def _check_package(landscape: Landscape) -> Iterator[Remark]:
    package = landscape.settings.response.responder.package
    for name, value in (("bucket", package.bucket), ("sha256", package.sha256)):
        if not value:
            said = f"{name} is missing: put what `ringwall respond package` makes into a bucket"
            yield Remark((*SECTION, "package"), said)
    if package.sha256 and SHA256 not in package.key:
        said = (
            f"without {SHA256} in its name, a new package takes the place of the old one, and a "
            "change of it cannot be undone"
        )
        yield Remark((*SECTION, "package", "key"), said, "note")


def _check_playbooks(landscape: Landscape) -> Iterator[Remark]:
    known = load_responses()
    for position, name in enumerate(landscape.settings.response.responder.playbooks):
        if name not in known:
            said = f"there is no playbook {name}: `ringwall respond list` lists them"
            yield Remark((*SECTION, "playbooks", position), said)
    needed = len(write_playbook_policies(landscape))
    if needed > USUAL_MOST:
        said = f"a role would need {needed} policies, and has {USUAL_MOST}: name fewer playbooks"
        yield Remark((*SECTION, "playbooks"), said)


def _check_surroundings(landscape: Landscape) -> Iterator[Remark]:
    """Yield notes on sections that it lives on, and that are off."""
    detection, response = landscape.settings.detection, landscape.settings.response
    if not (detection.guardduty.enabled or detection.security_hub.enabled):
        said = (
            "does nothing without detection.guardduty or detection.security_hub: nothing is found"
        )
        yield Remark(SECTION, said, "note")
    elif len(landscape.regions) > 1 and not detection.rules.enabled:
        said = (
            f"hears of {landscape.home_region} alone: turn detection.rules on, which sends grave "
            "findings of the other Regions there"
        )
        yield Remark(SECTION, said, "note")
    account, security = responder_account(landscape).name, landscape.security.name
    if account != security:
        said = f"findings of all accounts come together in {security}: {account} hears of its own"
        yield Remark((*SECTION, "account"), said, "note")
    elif not response.notifications.enabled:
        said = "nobody is told where it fails: turn response.notifications on"
        yield Remark(SECTION, said, "note")
