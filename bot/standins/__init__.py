"""Providers to try the channels with: each speaks its provider's protocol on the loopback, with a clock to be moved.

Part of the product (`bangfu demo --all-channels`) and of its tests. Nothing else in the house knows them.
"""
