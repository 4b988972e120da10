"""What belongs to whoever is signed in: their second factor, their password, where they are signed in."""
