"""What differs: between two analyses of an article, and between two versions of its text."""
