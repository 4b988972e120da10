"""The pages of handover packs."""
