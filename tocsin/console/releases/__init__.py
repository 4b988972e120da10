"""The pages of what leaves the mission: drafts, the second person's desk, the share log, addressees."""
