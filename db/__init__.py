"""The database: models, migrations and one file of queries an aggregate. Imports nothing else of ours."""
