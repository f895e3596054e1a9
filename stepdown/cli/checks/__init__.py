"""What `stepdown doctor` looks at. Each check is a function without arguments that returns its results."""
