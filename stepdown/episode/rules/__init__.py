"""The lifecycle as a table, what stands in the way of a step, what the admission data set still lacks."""
