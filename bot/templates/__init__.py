"""The template catalogue: what is said where a provider takes approved templates only.

It is data: `catalogue.toml` says for each kind of notice and each section (a provider's way of templates)
what is approved there, and the office's own file says under which ids. Pure but for the reading.
"""
