"""The access relation of an organization, kept implicit: each question computes its part of it."""
