"""What is raised where it cannot be told what a call needs: the call is refused then."""


class UnknownNeedsError(Exception):
    """An action that AWS's reference lacks, a resource that is not told, or too many of them."""
