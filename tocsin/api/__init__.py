"""The HTTP API for other systems, version 1: tokens with scopes, and no names of people."""
