"""Relations: who did what to whom, by day, and what binds them."""
