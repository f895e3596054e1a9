"""The doors people walk through: pages for staff, for clients and families, and for the public."""
