"""Reading and writing programme weeks in the format `iop-week/1`; pure: bytes in, rows out, and back to text."""
