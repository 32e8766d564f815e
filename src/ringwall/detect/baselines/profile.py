"""Profiles: in how many of a subject's active hours each trait was seen, fading with time."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ringwall.detect.baselines.activity import ActiveHour, Trait

HALF_LIFE = 14
"""Days after which what was seen counts half."""
LEAST = 0.02
"""A weight below which a trait is forgotten."""
MEMORY = 4
"""Active hours of its own after which a subject counts as much as those above it."""
UNSEEN = 0.05
"""What a trait that an account never had counts as, in active hours."""
MOST_BITS = 20
"""The surprise of what is so rare that nothing can be said of it."""

Subject = tuple[str, str, str]
"""The scope (principal, peers, account, interface), the account ('' for peers of all), the name."""


SEEN = 0.5
"""A weight from which on something was seen, in an hour of the last two weeks."""


@dataclass
class Profile:
    """What is usual of a subject. `hours` is how many active hours were seen, faded as well."""

    first_day: date
    hours: float = 0.0
    traits: dict[Trait, float] = field(default_factory=dict)

    def count(self, trait: Trait) -> float:
        """Return in how many active hours a trait was seen."""
        return self.traits.get(trait, 0.0)

    def find_most(self, feature: str) -> int | None:
        """Return the highest value of a feature that was seen of late; None where none was.

        Its values are numbers: a quantity in doublings.
        """
        return max(
            (int(value) for (name, value), weight in self.traits.items()
             if name == feature and weight >= SEEN),
            default=None,
        )  # fmt: skip


def double(quantity: float) -> int:
    """Return a quantity in doublings: 0 for 1, 10 for 1,024."""
    return int(math.log2(quantity)) if quantity >= 1 else 0


Profiles = dict[Subject, Profile]


def subjects_of(hour: ActiveHour) -> tuple[Subject, Subject, Subject]:
    """Return whose profiles an hour counts in: the principal's, its peers', the account's."""
    return (
        ("principal", hour.account_id, hour.subject),
        ("peers", "", hour.peers),
        ("account", hour.account_id, ""),
    )


def fade(profiles: Profiles, days: int) -> Profiles:
    """Return profiles as they count some days later; what is forgotten is left out."""
    share = 0.5 ** (days / HALF_LIFE)
    faded = {}
    for subject, profile in profiles.items():
        traits = {t: w * share for t, w in profile.traits.items() if w * share >= LEAST}
        if profile.hours * share >= LEAST:
            faded[subject] = Profile(profile.first_day, profile.hours * share, traits)
    return faded


def learn(profiles: Profiles, hours: Iterable[ActiveHour]) -> None:
    """Count hours in the profiles of all that they are about."""
    for hour in hours:
        traits = hour.traits
        for subject in subjects_of(hour):
            learn_traits(profiles, subject, traits, hour.hour.date())


def learn_traits(profiles: Profiles, subject: Subject, traits: Iterable[Trait], day: date) -> None:
    """Count one active hour of a subject, in which it had these traits."""
    profile = profiles.setdefault(subject, Profile(day))
    profile.hours += 1
    for trait in traits:
        profile.traits[trait] = profile.traits.get(trait, 0.0) + 1


def measure_surprise_of(
    trait: Trait, subjects: Iterable[Subject], profiles: Mapping[Subject, Profile]
) -> float:
    """Return the bits of surprise that a trait is for a principal, 0 to 20.

    `subjects` go from the principal to the account. Each is held against its own hours, and, the
    fewer there are, the more against what is usual one above it.
    """
    chance = None
    for subject in reversed(tuple(subjects)):
        profile = profiles.get(subject)
        seen, hours = (profile.count(trait), profile.hours) if profile else (0.0, 0.0)
        if chance is None:
            chance = (seen + UNSEEN) / (hours + 1)
        else:
            chance = (seen + MEMORY * chance) / (hours + MEMORY)
    return min(MOST_BITS, -math.log2(min(1.0, chance or 1.0)))
