"""信息公开 disclosure: from the public snapshot to the site, its releases and its transparency log."""
