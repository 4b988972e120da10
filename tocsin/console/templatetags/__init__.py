"""What the templates of the console may ask for."""
