"""The kiosk page and its server."""
