"""Scripted traffic: what a network does with connections and DNS queries, and what its logs say."""
