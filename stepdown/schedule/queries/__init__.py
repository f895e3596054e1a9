"""Reading the week."""
