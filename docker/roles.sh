#!/bin/sh
# Run once by the postgres image on an empty volume: the owner of the schema, and the role that the processes use.
set -eu
psql -v ON_ERROR_STOP=1 -v owner="$DUIJIE_OWNER_PASSWORD" -v app="$DUIJIE_APP_PASSWORD" --username "$POSTGRES_USER" --dbname postgres <<'SQL'
CREATE ROLE duijie_owner LOGIN PASSWORD :'owner';
CREATE ROLE duijie_app LOGIN PASSWORD :'app';
CREATE DATABASE duijie OWNER duijie_owner;
REVOKE ALL ON DATABASE duijie FROM PUBLIC;
SQL
