"""Files that other programs read: calendars."""
