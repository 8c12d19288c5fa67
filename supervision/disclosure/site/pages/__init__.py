"""Page kinds: each module turns records into the values of its templates and yields ``(path, html)``."""
