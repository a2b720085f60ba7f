"""Small builders of Dash components; each takes words and numbers, nothing else."""
