"""RSS and Atom feeds into the store: what to watch, how to ask for it politely, what was taken, and how well each feed is."""
