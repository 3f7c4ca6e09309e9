"""From a template and facts to a message exactly as it will be sent."""
