"""What stands in the way of setting up the agency, and what a new agency begins with."""
