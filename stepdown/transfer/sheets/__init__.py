"""One table of the agency is one sheet: a CSV file with a header. Said once, read and written from that."""
