"""The four qualities over time, by what the facts say of them."""
