"""Every service without a window."""
