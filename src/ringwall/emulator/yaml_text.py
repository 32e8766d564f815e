"""What a YAML text of a client must not have: aliases, and values nested without end."""

import yaml

DEEPEST = 100
"""Levels of lists and maps within each other; no document of AWS comes near."""


class BadYaml(ValueError):
    """The text is not read; why not is the message."""


def check_yaml(text: str) -> None:
    """BadYaml for an alias or too many levels, before anything is built; YAMLError for no YAML.

    An alias can repeat a value without end in little text. PyYAML's time for lists within lists
    grows by the square of their number, so the tokens are read only as far as they are allowed.
    """
    depth = 0
    for token in yaml.scan(text):
        if isinstance(token, yaml.AliasToken):
            raise BadYaml("aliases are not supported")
        if isinstance(token, _STARTS):
            depth += 1
        elif isinstance(token, _ENDS):
            depth -= 1
        if depth > DEEPEST:
            raise BadYaml(f"values are nested in more than {DEEPEST} levels")


_STARTS = (
    yaml.BlockMappingStartToken,
    yaml.BlockSequenceStartToken,
    yaml.FlowMappingStartToken,
    yaml.FlowSequenceStartToken,
)
_ENDS = (yaml.BlockEndToken, yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)
