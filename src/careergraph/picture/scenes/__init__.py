"""Pictures of each kind as plain values: routes, roles, ladders, skills, maps, query results."""
