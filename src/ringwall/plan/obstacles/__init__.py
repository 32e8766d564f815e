"""What can stand in the way of a plan, each kind in a file: see `ringwall.plan.obstacle`."""
