"""The only SQL of the house: plain functions on a `Connection`, one file per family."""
