"""The kiosk page: a web server for one screen that everybody can use, and its protocol."""
