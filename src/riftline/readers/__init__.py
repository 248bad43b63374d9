"""Other people's event data into the table of events: ICEWS, GDELT, POLECAT, ACLED, UCDP GED, PLOVER's JSON lines."""
