"""The network as a folder of linked notes, for Obsidian and everything that reads Markdown."""
