"""YAML by recruiting ops to checked sequences and plans."""
