"""The algorithms of certificates' keys, which ACM has also answered with in another spelling."""

ALGORITHMS = (
    "RSA_1024",
    "RSA_2048",
    "RSA_3072",
    "RSA_4096",
    "EC_prime256v1",
    "EC_secp384r1",
    "EC_secp521r1",
)
"""All that ListCertificates can be asked for; without them it lists RSA of up to 2048 bits."""


def read_algorithm(path: str) -> str:
    """Return the JMESPath of an algorithm as requests spell it: RSA_2048, also of RSA-2048."""
    spelled = (f"({path} == '{name.replace('_', '-')}' && '{name}')" for name in ALGORITHMS)
    return " || ".join([*spelled, path])
