"""Long work beside the server: bounded, watched, and to be cancelled at any time."""
