"""The pages of what is known: area sheets and the register of actors."""
