"""Files of tables on their way in: read into a staging table, tried, written. See docs/adr/0016."""
