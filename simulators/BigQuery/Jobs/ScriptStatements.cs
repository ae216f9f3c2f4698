using System.Globalization;
using System.Text.Json.Nodes;
using BackendPlugins.Simulators.BigQuery.Api;

namespace BackendPlugins.Simulators.BigQuery.Jobs;

/// <summary>A script's statements as child jobs that share its running time evenly. They follow from the script alone, so no journal needs to know them.</summary>
internal static class ScriptStatements
{
    public static IReadOnlyList<SimulatedJob> Of(SimulatedJob script)
    {
        var plan = script.Plan;
        if (plan.Children == 0)
        {
            return [];
        }

        var statements = StatementTypes.Split(script.Configuration.Query);
        var query = JsonNode.Parse(script.Configuration.Document.Span)?["query"];
        var slice = plan.DurationMs / plan.Children;
        var children = new SimulatedJob[plan.Children];
        for (var index = 0; index < children.Length; index++)
        {
            var begin = plan.PendingMs + (index * slice);
            var last = index == children.Length - 1;
            var (text, type) = index < statements.Count ? statements[index] : (script.Configuration.Query, StatementTypes.Select);
            var childPlan = plan with
            {
                PendingMs = 0,
                DurationMs = last ? plan.PendingMs + plan.DurationMs - begin : slice,
                FailReason = last ? plan.FailReason : null,
                Bytes = plan.Bytes / plan.Children,
                SlotMs = plan.SlotMs / plan.Children,
                Warnings = 0,
                StatementType = type,
                Children = 0,
                GetLagMs = 0,
                TimeoutMs = plan.TimeoutMs is { } timeout ? Math.Max(0, timeout - begin) : null,
            };
            var jobId = string.Create(CultureInfo.InvariantCulture, $"script_job_{StableHash.Hex(script.Key.ToString(), 32)}_{index}");
            var key = script.Key with { JobId = jobId };
            var document = new JsonObject { ["query"] = new JsonObject { ["query"] = text, ["useLegacySql"] = false } };
            foreach (var name in new[] { "queryParameters", "defaultDataset" })
            {
                if (query?[name] is { } shared)
                {
                    document["query"]![name] = shared.DeepClone();
                }
            }

            var configuration = new JobConfiguration(InsertRequest.Complete(document, key, type), JobConfiguration.QueryType, text, script.Configuration.Labels);
            children[index] = new(key, script.CreatedAt + begin, configuration, childPlan) { Parent = script, Sequence = index };
        }

        return children;
    }
}
