"""Planning with the commander: who could act, roads and strength, and whom to protect first."""
