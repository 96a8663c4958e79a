"""What the desk asks of the record: the same questions for pages, REST, alerts, briefs and the MCP server."""
