"""The pages of reports: what is owed, what is written, the composer, and the files."""
