"""Pages for people: what a report and a review show of an article, and how it looks. Shared by both."""
