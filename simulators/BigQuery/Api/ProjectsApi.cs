using System.Text.Json.Nodes;
using BackendPlugins.Simulators.BigQuery.Books;

namespace BackendPlugins.Simulators.BigQuery.Api;

/// <summary>projects.list and projects.getServiceAccount, which some clients ask before anything else.</summary>
internal sealed class ProjectsApi(JobLedger ledger)
{
    /// <summary>The projects that have been named so far.</summary>
    public ApiAnswer List()
    {
        var names = ledger.Look((data, _) => data.ProjectIds.ToList()).Concat(ledger.ReadBooks().Jobs.Select(job => job.ProjectId)).Distinct().Order(StringComparer.Ordinal).ToList();
        return ApiAnswer.Json(StatusCodes.Status200OK, new JsonObject
        {
            ["kind"] = "bigquery#projectList",
            ["projects"] = new JsonArray([.. names.Select(name => new JsonObject
            {
                ["kind"] = "bigquery#project",
                ["id"] = name,
                ["numericId"] = "1",
                ["projectReference"] = new JsonObject { ["projectId"] = name },
                ["friendlyName"] = name,
            })]),
            ["totalItems"] = names.Count,
        });
    }

    public static ApiAnswer ServiceAccount(string projectId) => ApiAnswer.Json(StatusCodes.Status200OK, new JsonObject
    {
        ["kind"] = "bigquery#getServiceAccountResponse",
        ["email"] = $"bq-{projectId.Replace(':', '-')}@bigquery-encryption.iam.gserviceaccount.com",
    });
}
