"""The things Sayso speaks of, as frozen values. Standard library only; imports nothing else of the project."""
