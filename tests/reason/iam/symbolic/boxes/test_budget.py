"""A budget ends a search that would take too long."""

import pytest

from ringwall.reason.iam.symbolic.boxes.budget import STEPS, StepBudget, TooHard


def test_a_budget_is_spent_to_the_last_step() -> None:
    budget = StepBudget(10)
    budget.spend(4)
    budget.spend(6)
    assert budget.left == 0
    budget.spend(0)
    with pytest.raises(TooHard):
        budget.spend(1)


def test_a_budget_is_not_shared() -> None:
    one, other = StepBudget(), StepBudget()
    one.spend(STEPS)
    other.spend(STEPS)
    with pytest.raises(TooHard):
        one.spend(1)
