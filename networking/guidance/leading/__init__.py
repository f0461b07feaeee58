"""Where the links of notes lead, and the pages that are made anew when that changes."""
