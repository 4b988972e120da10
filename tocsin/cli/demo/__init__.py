"""The exercise: an invented district on real ground, its phones, and a night to play."""
