"""One person's whole record as a file for them: to read (PDF), for another program (FHIR), and its papers."""
