"""Ways to a note: words, the graph, what stands beside it."""
