"""Papers as PDF files: one module that makes them, and the templates beside it."""
