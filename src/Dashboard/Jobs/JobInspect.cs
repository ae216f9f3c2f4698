using BackendPlugins.Contracts.Identity;
using BackendPlugins.Contracts.Operations;
using BackendPlugins.Dashboard.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace BackendPlugins.Dashboard.Jobs;

/// <summary>Answers <c>/jobs/inspect.json</c>: what the page of a job shows, as a file.</summary>
internal static class JobInspect
{
    public static async Task<IResult> AnswerAsync(string? key, HttpContext http, [FromServices] IGrainFactory grains)
    {
        if (!JobKey.TryParse(key, out var job))
        {
            return Results.Problem("key must be a job's key.", statusCode: StatusCodes.Status400BadRequest);
        }

        try
        {
            if (await grains.GetGrain<IJobOperations>(job.Value).InspectAsync() is not { } inspection)
            {
                return Results.NotFound();
            }

            http.Response.Headers.ContentDisposition = $"attachment; filename=\"job-{job.Hash}.json\"";
            return Results.Json(inspection, PluginJson.Options);
        }
        catch (Exception exception) when (Outage.Of(exception) is { } outage)
        {
            return Results.Problem(outage.Detail, title: outage.Title, statusCode: outage.Status);
        }
    }
}
