"""Templates of conformance packs: CloudFormation's, with rules and remediations alone.

https://docs.aws.amazon.com/config/latest/developerguide/custom-conformance-pack.html
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from ringwall.emulator.configuration.places import ConfigPlace
from ringwall.emulator.yaml_text import BadYaml, check_yaml

RULE, REMEDIATION = "AWS::Config::ConfigRule", "AWS::Config::RemediationConfiguration"
LARGEST = 300 * 1024
"""Bytes of a template in S3."""
MOST_RULES = 130
"""Rules of a pack: https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html."""
_DEEPEST = 30
_NO_VALUE = object()
_VARIABLE = re.compile(r"\$\{(!?)([A-Za-z0-9:.]+)\}")


class BadTemplate(ValueError):
    """The template is not valid; the text says why."""


@dataclass(frozen=True)
class PackTemplate:
    """What a template makes, with the values of its parameters."""

    rules: tuple[Mapping[str, Any], ...]
    """As PutConfigRule takes them, with the names that the template gives."""
    remediations: tuple[Mapping[str, Any], ...]
    """As PutRemediationConfigurations takes them."""


@dataclass(frozen=True)
class _Scope:
    values: Mapping[str, Any]
    conditions: Mapping[str, Any]
    rules: dict[str, str] = field(default_factory=dict)
    """Names of rules by their logical ids."""


class _TemplateLoader(yaml.SafeLoader):
    """YAML with CloudFormation's short forms: `!Ref X` is `{"Ref": "X"}`."""


def _read_short_form(loader: Any, suffix: str, node: Any) -> dict[str, Any]:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in {"Ref", "Condition"} else f"Fn::{suffix}": value}


_TemplateLoader.add_multi_constructor("!", _read_short_form)
_TemplateLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if not tag.endswith(":timestamp")]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_template(text: str, given: Mapping[str, str], place: ConfigPlace) -> PackTemplate:
    """Return what a template makes in an account and Region; BadTemplate where it is none."""
    content = _load(text)
    values = _bind(content.get("Parameters") or {}, given)
    values |= {"AWS::AccountId": place[0], "AWS::Region": place[1], "AWS::Partition": "aws"}
    scope = _Scope(values, content.get("Conditions") or {})
    resources = [*_list_resources(content, scope)]
    rules = [_read_rule(scope, own, found) for own, kind, found in resources if kind == RULE]
    if not rules:
        raise BadTemplate("the template has no rule")
    if len(rules) > MOST_RULES:
        raise BadTemplate(f"the template has more than {MOST_RULES} rules")
    names = [rule["ConfigRuleName"] for rule in rules]
    if len(set(names)) < len(names):
        raise BadTemplate("two rules have the same name")
    remedies = tuple(_resolve(scope, found) for _, kind, found in resources if kind == REMEDIATION)
    for remedy in remedies:
        if not {"ConfigRuleName", "TargetId", "TargetType"} <= remedy.keys():
            raise BadTemplate("a remediation needs ConfigRuleName, TargetId and TargetType")
    return PackTemplate(tuple(rules), remedies)


def _load(text: str) -> dict[str, Any]:
    if len(text.encode()) > LARGEST:
        raise BadTemplate(f"the template is larger than {LARGEST} bytes")
    try:
        _check_yaml(text)
        found = yaml.load(text, _TemplateLoader)  # noqa: S506 - a SafeLoader
    except (RecursionError, TypeError, yaml.YAMLError) as error:
        raise BadTemplate("the template is no valid YAML or JSON") from error
    if not isinstance(found, dict) or not isinstance(found.get("Resources"), dict):
        raise BadTemplate("the template has no resources")
    for part in ("Parameters", "Conditions"):
        if not isinstance(found.get(part) or {}, dict):
            raise BadTemplate(f"{part} is no mapping")
    return found


def _check_yaml(text: str) -> None:
    try:
        check_yaml(text)
    except BadYaml as error:
        raise BadTemplate(str(error)) from error


def _bind(declared: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, Any]:
    unknown = given.keys() - declared.keys()
    if unknown:
        raise BadTemplate(
            f"Parameters: [{', '.join(sorted(unknown))}] do not exist in the template"
        )
    values: dict[str, Any] = {}
    for name, facts in declared.items():
        if not isinstance(facts, dict):
            raise BadTemplate(f"the parameter {name} is no mapping")
        if name in given:
            values[name] = given[name]
        elif "Default" in facts:
            values[name] = facts["Default"]
        else:
            raise BadTemplate(f"Parameters: [{name}] must have values")
    return values


def _list_resources(
    content: Mapping[str, Any], scope: _Scope
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield logical id, type and properties of the resources that are to be made."""
    for own, found in content["Resources"].items():
        if not isinstance(found, dict) or not isinstance(found.get("Properties"), dict):
            raise BadTemplate(f"the resource {own} has no properties")
        if found.get("Type") not in {RULE, REMEDIATION}:
            raise BadTemplate(f"resources of type {found.get('Type')} are not supported")
        condition = found.get("Condition")
        if condition is not None and not _is_true(scope, str(condition), 0):
            continue
        yield str(own), found["Type"], found["Properties"]


def _read_rule(scope: _Scope, own: str, given: Mapping[str, Any]) -> dict[str, Any]:
    rule: dict[str, Any] = _resolve(scope, given)
    source = rule.get("Source")
    if not isinstance(source, dict) or not source.get("Owner"):
        raise BadTemplate(f"the rule {own} has no source")
    rule.setdefault("ConfigRuleName", own)
    scope.rules[own] = rule["ConfigRuleName"]
    parameters = rule.pop("InputParameters", None)
    if parameters:
        kept = {str(n): _write(v) for n, v in parameters.items()}
        rule["InputParameters"] = json.dumps(kept, separators=(",", ":"))
    return rule


def _write(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else json.dumps(value)


def _resolve(scope: _Scope, value: Any, depth: int = 0) -> Any:
    """Return a value with its functions replaced by what they return."""
    if depth > _DEEPEST:
        raise BadTemplate("values are nested too deeply")
    if isinstance(value, list):
        inner = (_resolve(scope, item, depth + 1) for item in value)
        return [item for item in inner if item is not _NO_VALUE]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        (name, argument), *_ = value.items()
        if name in {"Ref", "Condition"} or str(name).startswith("Fn::"):
            return _call(scope, str(name), argument, depth + 1)
    pairs = ((str(n), _resolve(scope, item, depth + 1)) for n, item in value.items())
    return {name: item for name, item in pairs if item is not _NO_VALUE}


def _call(scope: _Scope, name: str, argument: Any, depth: int) -> Any:
    if name == "Ref":
        return _find(scope, str(argument))
    if name == "Condition":
        return _is_true(scope, str(argument), depth)
    if name == "Fn::Sub":
        return _substitute(scope, argument, depth)
    if not isinstance(argument, list) or name == "Fn::GetAtt":
        raise BadTemplate(f"{name} is not supported")
    if name == "Fn::If" and len(argument) == 3:  # noqa: PLR2004 - condition, then, else
        chosen = argument[1] if _is_true(scope, str(argument[0]), depth) else argument[2]
        return _resolve(scope, chosen, depth)
    return _combine(name, [_resolve(scope, item, depth) for item in argument])


def _combine(name: str, values: list[Any]) -> Any:
    """Return what a function makes of values that are known."""
    match name, values:
        case "Fn::Join", [between, [*parts]]:
            return str(between).join(_write(item) for item in parts)
        case "Fn::Equals", [first, second]:
            return _write(first) == _write(second)
        case "Fn::Not", [condition]:
            return not condition
        case "Fn::And", [*conditions]:
            return all(conditions)
        case "Fn::Or", [*conditions]:
            return any(conditions)
    raise BadTemplate(f"{name} is not supported")


def _find(scope: _Scope, name: str) -> Any:
    if name == "AWS::NoValue":
        return _NO_VALUE
    for known in (scope.values, scope.rules):
        if name in known:
            return known[name]
    raise BadTemplate(f"unresolved reference {name}")


def _is_true(scope: _Scope, name: str, depth: int) -> bool:
    if name not in scope.conditions:
        raise BadTemplate(f"unresolved condition {name}")
    return bool(_resolve(scope, scope.conditions[name], depth + 1))


def _substitute(scope: _Scope, argument: Any, depth: int) -> str:
    text, more = argument if isinstance(argument, list) else (argument, {})
    own = {str(n): _resolve(scope, item, depth) for n, item in dict(more).items()}

    def replace(found: re.Match[str]) -> str:
        if found[1]:
            return "${" + found[2] + "}"
        value = own[found[2]] if found[2] in own else _find(scope, found[2])
        return _write(value)

    return _VARIABLE.sub(replace, str(text))
