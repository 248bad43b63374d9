"""Programs that make tables, pictures and pages of the repository."""
