"""The demonstration county: made of the figures of domain.md 6, with people who do not exist.

Everything follows from a day: the same `today` gives the same county. It goes in through the importer
like a real one; only its codes and its history of work are written directly.
"""
