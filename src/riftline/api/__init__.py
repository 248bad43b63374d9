"""The store over HTTP: what the command line answers, as JSON, under `/api/v1`; and the desk that shows it."""
