"""Weekly reviews: opened, closed and replayed; what moved since, and the agenda."""
