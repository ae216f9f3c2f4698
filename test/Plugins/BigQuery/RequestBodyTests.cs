using System.Text.Json.Nodes;
using BackendPlugins.BigQuery.Tests.Kit;

namespace BackendPlugins.BigQuery.Tests;

public sealed class RequestBodyTests
{
    [Fact]
    public async Task Insert_sends_the_whole_job()
    {
        using var stage = new PluginStage();
        var asked = await stage.BodyOfAsync(Samples.Task("SELECT  *\n FROM t -- as sent"));
        asked.Method.ShouldBe("POST");
        asked.PathAndQuery.ShouldBe("/bigquery/v2/projects/acme/jobs");
        asked.MediaType.ShouldBe("application/json");
        asked.Headers.ShouldNotContain("Authorization");
        ShouldBe(asked.Body, """
            {
              "jobReference": {"projectId": "acme", "jobId": "flyte_exec_n0_0_abc123", "location": "EU"},
              "configuration": {"query": {"query": "SELECT  *\n FROM t -- as sent", "useLegacySql": false}}
            }
            """);
    }

    [Fact]
    public async Task Insert_without_location_sends_none()
    {
        using var stage = new PluginStage();
        var asked = await stage.BodyOfAsync(Samples.Task(custom: """{"ProjectID": "acme"}"""));
        ShouldBe(asked.Body!["jobReference"], """{"projectId": "acme", "jobId": "flyte_exec_n0_0_abc123"}""");
    }

    [Fact]
    public async Task Domain_scoped_project_stands_in_path_and_body()
    {
        using var stage = new PluginStage();
        var asked = await stage.BodyOfAsync(Samples.Task(custom: """{"ProjectID": "example.com:acme"}"""));
        Uri.UnescapeDataString(asked.Uri.AbsolutePath).ShouldBe("/bigquery/v2/projects/example.com:acme/jobs");
        asked.Body!["jobReference"]!["projectId"]!.GetValue<string>().ShouldBe("example.com:acme");
    }

    // As a protobuf Struct sends them: every number is a double.
    [Theory]
    [InlineData("allowLargeResults", "true", "allowLargeResults", "true")]
    [InlineData("ALLOWLARGERESULTS", "true", "allowLargeResults", "true")]
    [InlineData("clustering", """{"fields": ["a"]}""", "clustering", """{"fields": ["a"]}""")]
    [InlineData("connectionProperties", """[{"key": "time_zone", "value": "UTC"}]""", "connectionProperties", """[{"key": "time_zone", "value": "UTC"}]""")]
    [InlineData("continuous", "false", "continuous", "false")]
    [InlineData("createDisposition", "\"CREATE_NEVER\"", "createDisposition", "\"CREATE_NEVER\"")]
    [InlineData("createSession", "true", "createSession", "true")]
    [InlineData("defaultDataset", """{"projectId": "p", "datasetId": "d"}""", "defaultDataset", """{"projectId": "p", "datasetId": "d"}""")]
    [InlineData("destinationEncryptionConfiguration", """{"kmsKeyName": "k"}""", "destinationEncryptionConfiguration", """{"kmsKeyName": "k"}""")]
    [InlineData("destinationtable", """{"projectId": "p", "datasetId": "d", "tableId": "t"}""", "destinationTable", """{"projectId": "p", "datasetId": "d", "tableId": "t"}""")]
    [InlineData("flattenResults", "false", "flattenResults", "false")]
    [InlineData("maximumBillingTier", "2.0", "maximumBillingTier", "2")]
    [InlineData("maximumBillingTier", "\"2\"", "maximumBillingTier", "2")]
    [InlineData("maximumBytesBilled", "1.0E13", "maximumBytesBilled", "\"10000000000000\"")]
    [InlineData("maximumBytesBilled", "\"123\"", "maximumBytesBilled", "\"123\"")]
    [InlineData("parameterMode", "\"POSITIONAL\"", "parameterMode", "\"POSITIONAL\"")]
    [InlineData("preserveNulls", "true", "preserveNulls", "true")]
    [InlineData("priority", "\"BATCH\"", "priority", "\"BATCH\"")]
    [InlineData("rangePartitioning", """{"field": "id", "range": {"start": 0.0, "end": 100.0, "interval": 10.0}}""", "rangePartitioning", """{"field": "id", "range": {"start": "0", "end": "100", "interval": "10"}}""")]
    [InlineData("schemaUpdateOptions", """["ALLOW_FIELD_ADDITION"]""", "schemaUpdateOptions", """["ALLOW_FIELD_ADDITION"]""")]
    [InlineData("scriptOptions", """{"statementTimeoutMs": 5000.0, "statementByteBudget": "7", "keyResultStatement": "LAST"}""", "scriptOptions", """{"statementTimeoutMs": "5000", "statementByteBudget": "7", "keyResultStatement": "LAST"}""")]
    [InlineData("systemVariables", """{"values": {"a": 1.0}}""", "systemVariables", """{"values": {"a": 1}}""")]
    [InlineData("tableDefinitions", """{"t": {"maxBadRecords": 3.0, "sourceUris": ["gs://b/o"], "hint": null}}""", "tableDefinitions", """{"t": {"maxBadRecords": 3, "sourceUris": ["gs://b/o"], "hint": null}}""")]
    [InlineData("timePartitioning", """{"type": "DAY", "expirationMs": 86400000.0}""", "timePartitioning", """{"type": "DAY", "expirationMs": "86400000"}""")]
    [InlineData("useQueryCache", "false", "useQueryCache", "false")]
    [InlineData("userDefinedFunctionResources", """[{"inlineCode": "x"}]""", "userDefinedFunctionResources", """[{"inlineCode": "x"}]""")]
    [InlineData("writeDisposition", "\"WRITE_TRUNCATE\"", "writeDisposition", "\"WRITE_TRUNCATE\"")]
    [InlineData("writeIncrementalResults", "true", "writeIncrementalResults", "true")]
    [InlineData("ofTomorrow", """{"n": 1.0, "share": 0.5}""", "ofTomorrow", """{"n": 1, "share": 0.5}""")]
    [InlineData("ratio", "0.5", "ratio", "0.5")]
    public async Task Setting_of_the_query_is_applied(string key, string json, string name, string expected)
    {
        using var stage = new PluginStage();
        var query = (await stage.BodyOfAsync(Samples.TaskWith(key, json))).Query;
        ShouldBe(query, $$"""{"query": "SELECT 1", "useLegacySql": false, "{{name}}": {{expected}}}""");
    }

    [Theory]
    [InlineData("labels", """{"team": "growth"}""", """{"team": "growth"}""")]
    [InlineData("jobTimeoutMs", "60000.0", "\"60000\"")]
    [InlineData("reservation", "\"projects/p/locations/EU/reservations/r\"", "\"projects/p/locations/EU/reservations/r\"")]
    [InlineData("dryRun", "false", "false")]
    public async Task Setting_of_the_job_stands_beside_the_query(string key, string json, string expected)
    {
        using var stage = new PluginStage();
        var asked = await stage.BodyOfAsync(Samples.TaskWith(key, json));
        ShouldBe(asked.Body!["configuration"], $$"""{"query": {"query": "SELECT 1", "useLegacySql": false}, "{{key}}": {{expected}}}""");
    }

    [Theory]
    [InlineData("Domain", "\"development\"")]
    [InlineData("secrets", """{"google_application_credentials": "name"}""")]
    [InlineData("configs", """{"a": 1}""")]
    [InlineData("useLegacySql", "true")]
    [InlineData("query", "\"SELECT 1\"")]
    [InlineData("priority", "null")]
    [InlineData("unknown", "null")]
    public async Task Key_that_is_not_for_the_service_is_not_sent(string key, string json)
    {
        using var stage = new PluginStage();
        var asked = await stage.BodyOfAsync(Samples.TaskWith(key, json));
        ShouldBe(asked.Body!["configuration"], """{"query": {"query": "SELECT 1", "useLegacySql": false}}""");
    }

    private static void ShouldBe(JsonNode? actual, string expected) =>
        JsonNode.DeepEquals(actual, JsonNode.Parse(expected)).ShouldBeTrue($"got {actual?.ToJsonString()}");
}
