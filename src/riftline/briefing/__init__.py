"""A written briefing from the database: what is gathered, the words made from its figures, and the forms it is written in."""
