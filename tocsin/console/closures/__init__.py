"""The pages of closing a base."""
