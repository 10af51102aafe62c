"""What offices are asked for and what they send: forms out, in and back, tables from files."""
