"""Sheets for when nothing works: made each night and on demand, on paper or as PDF files outside the database.

- `parts`: what stands on them. An app that helpers need when the screens are dark registers its part here.
- `sheets`: the paper of one site, through the gate.
- `folder`: the files: written, taken away after some days, how old the newest is.
"""
