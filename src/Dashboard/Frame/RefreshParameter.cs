using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace BackendPlugins.Dashboard.Frame;

/// <summary>The query parameter by which a reader asks a page to load itself again and again.</summary>
internal static class RefreshParameter
{
    public const string Name = "refresh";

    public const int Seconds = 5;

    /// <summary>Reads it.</summary>
    /// <param name="query">The request's query.</param>
    /// <param name="problem">What is wrong with it; null where nothing is.</param>
    /// <returns>Seconds; null where the reader did not ask.</returns>
    public static int? Read(IQueryCollection query, out QueryProblem? problem)
    {
        problem = null;
        var text = query[Name].ToString().Trim();
        if (text.Length == 0)
        {
            return null;
        }

        if (text == Seconds.ToString(CultureInfo.InvariantCulture))
        {
            return Seconds;
        }

        problem = new QueryProblem(Name, $"must be {Seconds} (seconds) or left out.");
        return null;
    }
}
