"""What must hold of the data: rules, error localisation and findings."""
