"""Where services of a blueprint's sections do not exist."""

from ringwall.plan.blueprint_file import parse_blueprint
from ringwall.plan.offered_services import find_lacking


def lacking(region: str) -> set[tuple[str, str]]:
    text = f"""blueprint: a
home_region: {region}
accounts: {{email: "a+{{account}}@a.co", root: [security, log-archive]}}
"""
    settings = parse_blueprint(text.encode(), "ringwall.yaml").blueprint
    return set(find_lacking(settings))


def test_frankfurt_has_what_china_lacks() -> None:
    assert ("detective", "eu-central-1") not in lacking("eu-central-1")
    assert ("detective", "cn-north-1") in lacking("cn-north-1")
    assert ("cloudtrail", "cn-north-1") not in lacking("cn-north-1")
