"""What engines have in common, and what the API does not say of all of them."""


def always_but_docdb(member: str, value: str) -> str:
    """Return the JMESPath of a member that AWS always sends, but of DocumentDB: `value` there.

    Of the other engines an answer without it is garbled, and the value is not known.
    https://docs.aws.amazon.com/documentdb/latest/developerguide/API_DBCluster.html
    """
    return f"not_null({member}, (Engine == 'docdb' || `null`) && `{value}`)"


def find_parameter(answer: str, name: str) -> str:
    """Return the JMESPath of a parameter's value in what DescribeDBParameters answers."""
    return f"{answer}[?ParameterName == '{name}'].ParameterValue | [0]"


def ask_for(*names: str) -> list[dict[str, object]]:
    """Return the filter by which AWS sends these parameters alone, and not hundreds."""
    return [{"Name": "parameter-name", "Values": list(names)}]
