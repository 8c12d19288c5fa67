"""发布 releases: a site is built, sealed in the log, and shown in one step."""
