"""The load plans that come with Octoscale: the paper's figures 10, 11 and 12.

They name setups, services and shapes; their addresses are the user's to give.
"""
