"""How it is set whether Route 53 Resolver validates DNSSEC for a VPC. It takes minutes."""

from ringwall.model.change import Poll
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_VPC = {"ResourceId": "{vpc_id}"}


def _set(validation: str, status: str) -> Step:
    return Step(
        "route53resolver.update_resolver_dnssec_config",
        {**_VPC, "Validation": validation},
        poll=Poll(
            "route53resolver.get_resolver_dnssec_config",
            _VPC,
            take="ResolverDNSSECConfig.ValidationStatus",
            done=(status,),
            failed=(),
        ),
        blast="availability",
        also=("ec2:DescribeVpcs",),
    )


config = Lifecycle(
    table="route53resolver_resolver_dnssec_config",
    find=Find(
        "route53resolver.get_resolver_dnssec_config",
        _VPC,
        take="ResolverDNSSECConfig",
        absent=("ResourceNotFoundException",),
    ),
    identity=("vpc_id",),
    comes_with="vpc_id",
    ids=(),
    updates=(
        Update(
            ("validation_status",),
            choose={
                "ENABLED": _set("ENABLE", "ENABLED"),
                "DISABLED": _set("DISABLE", "DISABLED"),
                "USE_LOCAL_RESOURCE_SETTING": _set(
                    "USE_LOCAL_RESOURCE_SETTING", "USE_LOCAL_RESOURCE_SETTING"
                ),
            },
        ),
    ),
)
