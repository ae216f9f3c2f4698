using System.Text.Json.Nodes;

namespace BackendPlugins.Simulators.BigQuery.Discovery;

/// <summary>The shapes of bodies and answers, as far as a client needs them to find its way. Members beyond these are carried too.</summary>
internal static class DiscoverySchemas
{
    // name: members, each name:type. "$X" refers to a schema, "[]" makes a list, "{}" an object of any members, int64 a number in a string.
    private static readonly (string Name, string Members)[] All =
    [
        ("Job", "kind:string etag:string id:string selfLink:string user_email:string jobReference:$JobReference configuration:$JobConfiguration status:$JobStatus statistics:$JobStatistics"),
        ("JobReference", "projectId:string jobId:string location:string"),
        ("JobConfiguration", "jobType:string query:$JobConfigurationQuery load:{} extract:{} copy:{} dryRun:boolean jobTimeoutMs:int64 labels:{} reservation:string"),
        ("JobConfigurationQuery", "query:string destinationTable:$TableReference defaultDataset:$DatasetReference createDisposition:string writeDisposition:string priority:string useLegacySql:boolean useQueryCache:boolean maximumBytesBilled:int64 parameterMode:string queryParameters:[]$QueryParameter schemaUpdateOptions:[]string scriptOptions:{}"),
        ("QueryParameter", "name:string parameterType:{} parameterValue:{}"),
        ("JobStatus", "state:string errorResult:$ErrorProto errors:[]$ErrorProto"),
        ("ErrorProto", "reason:string location:string debugInfo:string message:string"),
        ("JobStatistics", "creationTime:int64 startTime:int64 endTime:int64 totalBytesProcessed:int64 totalSlotMs:int64 numChildJobs:int64 parentJobId:string query:{}"),
        ("JobList", "kind:string etag:string nextPageToken:string jobs:[]$Job unreachable:[]string"),
        ("JobCancelResponse", "kind:string job:$Job"),
        ("QueryRequest", "query:string requestId:string location:string timeoutMs:integer maxResults:integer dryRun:boolean useLegacySql:boolean parameterMode:string queryParameters:[]$QueryParameter labels:{} jobCreationMode:string formatOptions:{}"),
        ("QueryResponse", "kind:string schema:$TableSchema jobReference:$JobReference queryId:string totalRows:int64 pageToken:string rows:[]$TableRow totalBytesProcessed:int64 jobComplete:boolean errors:[]$ErrorProto cacheHit:boolean"),
        ("GetQueryResultsResponse", "kind:string etag:string schema:$TableSchema jobReference:$JobReference totalRows:int64 pageToken:string rows:[]$TableRow totalBytesProcessed:int64 jobComplete:boolean errors:[]$ErrorProto cacheHit:boolean"),
        ("TableSchema", "fields:[]$TableFieldSchema"),
        ("TableFieldSchema", "name:string type:string mode:string description:string fields:[]$TableFieldSchema"),
        ("TableRow", "f:[]$TableCell"),
        ("TableCell", "v:any"),
        ("Dataset", "kind:string etag:string id:string datasetReference:$DatasetReference location:string creationTime:int64 labels:{}"),
        ("DatasetReference", "projectId:string datasetId:string"),
        ("DatasetList", "kind:string etag:string nextPageToken:string datasets:[]$Dataset"),
        ("Table", "kind:string etag:string id:string tableReference:$TableReference schema:$TableSchema numRows:string numBytes:int64 creationTime:int64 expirationTime:int64 type:string"),
        ("TableReference", "projectId:string datasetId:string tableId:string"),
        ("TableList", "kind:string etag:string nextPageToken:string tables:[]$Table totalItems:integer"),
        ("TableDataList", "kind:string etag:string totalRows:int64 pageToken:string rows:[]$TableRow"),
        ("ProjectList", "kind:string etag:string nextPageToken:string projects:[]{} totalItems:integer"),
        ("GetServiceAccountResponse", "kind:string email:string"),
    ];

    public static JsonObject ToJson() => new(All.Select(schema => KeyValuePair.Create<string, JsonNode?>(schema.Name, new JsonObject
    {
        ["id"] = schema.Name,
        ["type"] = "object",
        ["properties"] = new JsonObject(schema.Members.Split(' ').Select(member =>
        {
            var parts = member.Split(':', 2);
            return KeyValuePair.Create<string, JsonNode?>(parts[0], TypeOf(parts[1]));
        })),
    })));

    private static JsonObject TypeOf(string text) => text switch
    {
        ['[', ']', .. var item] => new() { ["type"] = "array", ["items"] = TypeOf(item) },
        ['$', .. var schema] => new() { ["$ref"] = schema },
        "{}" => new() { ["type"] = "object", ["additionalProperties"] = new JsonObject { ["type"] = "any" } },
        "int64" => new() { ["type"] = "string", ["format"] = "int64" },
        "integer" => new() { ["type"] = "integer", ["format"] = "int32" },
        _ => new() { ["type"] = text },
    };
}
