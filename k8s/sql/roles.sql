-- Two users: one that changes the schema, for the migration alone, and one that silos and gateways use. Run once, as the
-- database's administrator, connected to the database of the jobs; then set both passwords (\password in psql).
-- Secrets: backend-plugins-database has the user jobs; the migration's (database.migrationSecret of the chart) jobs_owner.
CREATE ROLE jobs_owner LOGIN;
CREATE ROLE jobs LOGIN;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
-- The migration makes sure of its schema, for which PostgreSQL asks this right though the schema is there.
DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO jobs_owner', current_database()); END $$;
GRANT USAGE, CREATE ON SCHEMA public TO jobs_owner;
GRANT USAGE ON SCHEMA public TO jobs;
ALTER DEFAULT PRIVILEGES FOR ROLE jobs_owner IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO jobs;
ALTER DEFAULT PRIVILEGES FOR ROLE jobs_owner IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO jobs;
ALTER DEFAULT PRIVILEGES FOR ROLE jobs_owner IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO jobs;
