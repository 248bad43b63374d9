"""One event of many reports: what the articles tell, put together."""
