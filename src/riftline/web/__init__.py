"""The desk as it is served: built from `web/` by `npm run build`, and committed."""
