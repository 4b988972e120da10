"""Reports as pure decisions: what is said, from which records, to whom, in which words."""
