"""Tags of the layer response, which responders set and blueprints know."""

CASE_TAG = "ringwall:case"
"""The tag of what belongs to a case."""
QUARANTINE_TAG = ("ringwall:purpose", "quarantine")
"""The key and the value of the tag on groups for what is isolated: nothing uses them until then."""
