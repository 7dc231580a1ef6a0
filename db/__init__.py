"""The ground floor: settings, the database, its migrations, runs and publishing."""
