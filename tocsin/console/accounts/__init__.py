"""Who may sign in and what they may do: asked for by one administrator, approved by another."""
