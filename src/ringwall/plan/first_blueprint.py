"""The first blueprint of an organization: the text of a file, made of a few answers."""

import re
from collections.abc import Iterator

from ringwall.model.blueprint.answers import FirstAnswers
from ringwall.plan.write_yaml import write_scalar

HUB = "network"
"""The account that transit takes for its hub, unless another one is named."""
_PRODUCTION = re.compile(r"(.+-)?(prod|production)(-.+)?")


def write_first_blueprint(answers: FirstAnswers, schema: str) -> str:
    """Return the text of a blueprint; `schema` is where editors find the JSON Schema."""
    return "\n".join(_write(answers, schema)) + "\n"


def _write(answers: FirstAnswers, schema: str) -> Iterator[str]:
    regions = tuple(dict.fromkeys((answers.home_region, *answers.regions)))
    production = [name for name in answers.accounts if _PRODUCTION.fullmatch(name)]
    others = [name for name in answers.accounts if name not in (*production, HUB)]
    yield f"# yaml-language-server: $schema={schema}"
    yield "# Every default that this leaves as it is: ringwall blueprint show --resolved"
    yield f"blueprint: {write_scalar(answers.name)}"
    yield f"home_region: {write_scalar(answers.home_region)}"
    yield f"regions: {_write_list(regions)}"
    yield f"level: {write_scalar(answers.level)}"
    yield "accounts:"
    yield f"  email: {write_scalar(answers.email)}"
    yield "  units:"
    yield "    Security:"
    yield "      accounts: [security, log-archive]"
    if HUB in answers.accounts:
        yield "    Infrastructure:"
        yield f"      accounts: [{HUB}]"
    if production or others:
        yield "    Workloads:"
        yield "      units:"
    for unit, names in (("Prod", production), ("NonProd", others)):
        if names:
            yield f"        {unit}:"
            yield f"          accounts: {_write_list(tuple(names))}"


def _write_list(names: tuple[str, ...]) -> str:
    return f"[{', '.join(map(write_scalar, names))}]"
