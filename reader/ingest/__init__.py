"""From a saved file to an `Article`: one text, with a role for every block. Nothing here opens a connection."""
