"""The policies that a blueprint wants: rows of policies, of their types and attachments."""

from collections.abc import Iterator

from ringwall.catalog.organizations.policy_document import fill_document
from ringwall.catalog.organizations.policy_flaw import PolicyFlaw
from ringwall.catalog.organizations.policy_library import LibraryPolicy, load_policies
from ringwall.catalog.organizations.policy_packing import (
    PackedPolicy,
    PlacedPolicy,
    pack_policies,
)
from ringwall.catalog.organizations.policy_targets import (
    ROOT,
    check_targets,
    find_target_id,
    has_unit,
    leave_out,
)
from ringwall.catalog.organizations.policy_values import find_values
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.policies import OrganizationPolicies, OwnPolicy, PolicySetting
from ringwall.model.blueprint.wanted import GLOBAL, Ref, RowKey, Wanted
from ringwall.model.organization_policy import POLICY_TYPES
from ringwall.model.organization_policy_document import MalformedPolicy, parse_policy
from ringwall.model.reference import write_json
from ringwall.model.spelling import find_likely

SECTION = "accounts.policies"
_KEYS = ("accounts", "policies")
_LONGEST_DESCRIPTION = 512


def want_policy_rows(landscape: Landscape, policies: OrganizationPolicies) -> Iterator[Wanted]:
    """Yield the types that are enabled, then each policy with its attachments.

    FullAWSAccess stays attached where it is: it is no row. PolicyFlaw where the settings name what
    is not there, or where the policies are more, or longer, than AWS takes.
    """
    if not policies.enabled:
        return
    packed = pack_policies(place_policies(landscape, policies))
    for kind in sorted({policy.type for policy in packed}):
        yield Wanted(
            _key(landscape, "organizations_policy_type", kind),
            {"type": kind},
            SECTION,
            "accounts",
            "Policies of a type apply only where the type is enabled in the root.",
            given={"root_id": landscape.root_id},
        )
    for policy in packed:
        yield from _want_policy(landscape, policies, policy)


def _want_policy(
    landscape: Landscape, policies: OrganizationPolicies, policy: PackedPolicy
) -> Iterator[Wanted]:
    name = policy.name if policy.is_whole else f"{landscape.name}-{policy.name}"
    why = _explain(policies, policy)
    key = _key(landscape, "organizations_policy", name)
    own = policies.own[policy.name] if policy.is_whole else None
    columns = {
        "type": policy.type,
        "name": (own and own.name) or name,
        "description": own.description if own else why[:_LONGEST_DESCRIPTION],
        "content": policy.document,
    }
    type_key = _key(landscape, "organizations_policy_type", policy.type)
    yield Wanted(key, columns, SECTION, "accounts", why, needs=(type_key,))
    for target in policy.targets:
        yield Wanted(
            _key(landscape, "organizations_policy_attachment", f"{name} {target}"),
            {"policy_id": Ref(key, "id"), "target_id": find_target_id(landscape, target)},
            SECTION,
            "accounts",
            why,
            needs=(type_key,),
        )


def _key(landscape: Landscape, table: str, name: str) -> RowKey:
    return RowKey(landscape.management.name, GLOBAL, table, name)


def _explain(policies: OrganizationPolicies, policy: PackedPolicy) -> str:
    if policy.is_whole:
        return policies.own[policy.name].description or "It is a policy of your own."
    return "; ".join(load_policies()[part].title for part in policy.parts) + "."


def place_policies(landscape: Landscape, policies: OrganizationPolicies) -> Iterator[PlacedPolicy]:
    """Yield the policies that are wanted, each with its document and at least one target."""
    library = load_policies()
    for name in policies.library:
        if name not in library:
            meant = find_likely(name, library)
            hint = f"; did you mean {meant}?" if meant else ""
            raise PolicyFlaw(_keys_of(name), f"the library has no policy {name}{hint}")
    values = find_values(landscape, policies)
    for policy in library.values():
        setting = policies.library.get(policy.name, PolicySetting())
        if not _is_wanted(landscape, policy, setting):
            continue
        if missing := [name for name in policy.needs if not values[name]]:
            if setting.enabled:
                raise PolicyFlaw(_keys_of(policy.name), f"it needs {SECTION}.{missing[0]}")
            continue
        targets = _find_targets(landscape, policies, policy, setting)
        document = fill_document(policy.document, values)
        if targets and document.get("Statement") != []:
            yield PlacedPolicy(policy.name, policy.type, document, targets)
    for name, own in policies.own.items():
        yield _place_own(landscape, name, own)


def _keys_of(name: str, part: str = "library") -> tuple[str, ...]:
    return (*_KEYS, part, name)


def _is_wanted(landscape: Landscape, policy: LibraryPolicy, setting: PolicySetting) -> bool:
    is_offered = not policy.partitions or landscape.partition in policy.partitions
    if setting.enabled is not None:
        if setting.enabled and not is_offered:
            raise PolicyFlaw(
                _keys_of(policy.name),
                f"policies of type {policy.type} are only in {', '.join(policy.partitions)}",
            )
        return setting.enabled
    levels = ("baseline", "strict") if landscape.settings.level == "strict" else ("baseline",)
    return is_offered and policy.level in levels


def _find_targets(
    landscape: Landscape,
    policies: OrganizationPolicies,
    policy: LibraryPolicy,
    setting: PolicySetting,
) -> tuple[str, ...]:
    for named in (setting.targets, setting.also, setting.excluded):
        check_targets(landscape, named, _keys_of(policy.name))
    usual = [
        target
        for role in policy.targets
        for target in ((ROOT,) if role == "root" else getattr(policies.units, role))
        if target == ROOT or has_unit(landscape, target)
    ]
    return leave_out(landscape, (*(setting.targets or usual), *setting.also), setting.excluded)


def _place_own(landscape: Landscape, name: str, own: OwnPolicy) -> PlacedPolicy:
    keys = _keys_of(name, "own")
    check_targets(landscape, own.targets, keys)
    if own.document is None:
        raise PolicyFlaw(keys, "it has no document; name its file, or write the document")
    try:
        parse_policy(POLICY_TYPES[own.type], write_json(own.document))
    except MalformedPolicy as error:
        raise PolicyFlaw(keys, str(error)) from error
    return PlacedPolicy(name, own.type, own.document, own.targets, is_whole=True)
