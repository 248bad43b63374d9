"""What comes next: which side an act will have, learned from dated events."""
