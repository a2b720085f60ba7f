"""Data to plotly figures, pure: plain dicts that no theme is baked into."""
