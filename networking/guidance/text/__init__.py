"""Markdown of vaults as safe HTML: what is written, and what may reach a page. No database."""
