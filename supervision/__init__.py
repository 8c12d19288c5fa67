"""监管 supervision: the application, with every table, page, file and clock. Importing it costs nothing."""
