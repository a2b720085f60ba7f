"""Every table we hand out: ``columns`` describes, ``rows`` fills, ``frames`` is pandas.

Only ``frames`` imports pandas, which takes longer to start than all the rest.
"""
