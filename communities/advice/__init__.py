"""What to do next in a community: three suggestions, each with its reason from the facts and one touch to do it."""
