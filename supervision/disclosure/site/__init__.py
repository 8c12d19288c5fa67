"""公示网站 the site: what a snapshot becomes for readers, page by page and file by file. The same snapshot, the same bytes."""
