"""The pages of the network: communities, the people who warn, and what they are reached by."""
