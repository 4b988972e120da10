"""Who should have been heard from and was not; and tests of contact."""
