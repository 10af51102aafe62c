"""What must hold of the data: tables, schemas, loading, rules and error localisation."""
