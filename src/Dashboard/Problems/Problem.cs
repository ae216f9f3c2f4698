using BackendPlugins.Dashboard.Listing;
using Microsoft.AspNetCore.Http;

namespace BackendPlugins.Dashboard.Problems;

/// <summary>Why there is no page, for the person who can act.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Title">What is wrong in a few words.</param>
/// <param name="Detail">What is wrong, in full.</param>
/// <param name="Advice">What it means for jobs and what to do.</param>
public sealed record Problem(int Status, string Title, string Detail, string Advice)
{
    /// <summary>The problem that an exception stands for.</summary>
    internal static Problem Of(Exception exception) => Outage.Of(exception) ?? Defect(exception.GetType().Name);

    /// <summary>The problem of a part of a page.</summary>
    internal static Problem OfPart(Exception exception) => Outage.Of(exception) ?? new Problem(
        StatusCodes.Status500InternalServerError,
        "This could not be read",
        $"{exception.GetType().Name}; this host's log says more.",
        "Jobs are not touched by it.");

    internal static Problem NoPage() => new(
        StatusCodes.Status404NotFound, "No such page", "Nothing stands at this address.", "The navigation above leads to every page.");

    internal static Problem BadQuery(QueryProblem problem) => new(
        StatusCodes.Status400BadRequest,
        "This address cannot be read",
        $"The parameter {problem.Parameter} {problem.Detail}",
        "Correct the address, or start from the job list.");

    internal static Problem UnknownJob(string key) => new(
        StatusCodes.Status404NotFound,
        "No such job",
        $"No job has the key {key}.",
        "It was never created, or it ended longer ago than ended jobs are kept. The job list can be searched by execution, node or external id.");

    internal static Problem NoKey(string text) => new(
        StatusCodes.Status404NotFound,
        "No such job",
        $"\"{text}\" is no job's key.",
        "A key is the task category, a slash and 26 characters of a-z and 2-7, for example as the job list shows it.");

    internal static Problem StoreOutOfReach(string detail) => new(
        StatusCodes.Status503ServiceUnavailable,
        "The job store is out of reach",
        detail,
        "Jobs go on: silos keep watching them from memory and write what they see when the store is back. New tasks are refused " +
        "for now as unavailable, and Flyte sends them again. Look at the store and at the silos' logs, then load this page again.");

    internal static Problem ClusterOutOfReach(string detail) => new(
        StatusCodes.Status503ServiceUnavailable,
        "The silos are out of reach",
        detail,
        "Jobs go on: what was started runs on at its service, and every unfinished job is taken up again by the silos that are there. " +
        "Look at the silos' health and logs, then load this page again.");

    internal static Problem Defect(string trace) => new(
        StatusCodes.Status500InternalServerError,
        "This page failed",
        $"It could not be made ({trace}). The host's log has the cause.",
        "Jobs are not touched by it. Please report it together with the log's lines.");
}
