"""An error report that a person can read: what the coder gets wrong on a set of annotated articles, sorted, as one page."""
