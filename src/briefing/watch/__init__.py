"""The briefing in the browser while it is written: served on loopback, rebuilt and reloaded when a file is saved."""
