"""The pages of the response ledger."""
