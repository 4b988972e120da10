"""The pages of needs and of threats to communities."""
