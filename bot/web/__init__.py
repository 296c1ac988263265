"""The web server: the aiohttp application that channels add their routes to. No channel is known here."""
