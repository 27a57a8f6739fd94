"""What stands between the window and an opened library: making one, its keys, and what to do when it does not open."""
