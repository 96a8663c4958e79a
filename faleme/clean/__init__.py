"""From a page as it came to the article on it: text, title, dates, credit, and offsets back to the page."""
