"""The pages of figures that can be defended."""
