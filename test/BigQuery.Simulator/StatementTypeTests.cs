namespace BackendPlugins.Simulators.BigQuery.Tests;

public sealed class StatementTypeTests
{
    [Theory]
    [InlineData("SELECT 1", "SELECT")]
    [InlineData("  (select 1)", "SELECT")]
    [InlineData("WITH a AS (SELECT 1) SELECT * FROM a;", "SELECT")]
    [InlineData("-- INSERT\nSELECT 1", "SELECT")]
    [InlineData("/* a; b */ SELECT ';', \"x;y\", `p;q`, '''z;\n'w'''", "SELECT")]
    [InlineData("SELECT 'it\\'s; fine'", "SELECT")]
    [InlineData("insert into t values (1)", "INSERT")]
    [InlineData("UPDATE t SET x = 1 WHERE true", "UPDATE")]
    [InlineData("DELETE FROM t WHERE true", "DELETE")]
    [InlineData("MERGE t USING s ON false WHEN NOT MATCHED THEN INSERT ROW", "MERGE")]
    [InlineData("TRUNCATE TABLE t", "TRUNCATE_TABLE")]
    [InlineData("CREATE TABLE t (x INT64)", "CREATE_TABLE")]
    [InlineData("CREATE OR REPLACE TEMP TABLE t AS SELECT 1", "CREATE_TABLE_AS_SELECT")]
    [InlineData("CREATE OR REPLACE VIEW v AS SELECT 1", "CREATE_VIEW")]
    [InlineData("CREATE MATERIALIZED VIEW v AS SELECT 1", "CREATE_MATERIALIZED_VIEW")]
    [InlineData("CREATE SCHEMA s", "CREATE_SCHEMA")]
    [InlineData("DROP TABLE t", "DROP_TABLE")]
    [InlineData("ALTER TABLE t ADD COLUMN y INT64", "ALTER_TABLE")]
    [InlineData("EXPORT DATA OPTIONS(uri='gs://b/*') AS SELECT 1", "EXPORT_DATA")]
    [InlineData("CALL d.p()", "CALL")]
    [InlineData("SELECT 1; SELECT 2", "SCRIPT")]
    [InlineData("DECLARE x INT64 DEFAULT 1", "SCRIPT")]
    [InlineData("BEGIN SELECT 1; END", "SCRIPT")]
    [InlineData("SELECT 1 /* sim: statement-type=merge */", "MERGE")]
    public async Task The_statement_type_follows_the_first_words_and_a_script_has_several_statements(string query, string expected)
    {
        await using var scene = await Scene.StartAsync();
        await scene.InsertAsync("j1", query);

        scene.Clock.Advance(TimeSpan.FromSeconds(10));

        ((string?)(await scene.GetJobAsync("j1")).Json["statistics"]!["query"]!["statementType"]).ShouldBe(expected);
    }
}
