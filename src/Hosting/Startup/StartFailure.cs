using System.Net.Sockets;
using BackendPlugins.Clustering.Kubernetes;
using Microsoft.Extensions.Options;
using Npgsql;

namespace BackendPlugins.Hosting.Startup;

/// <summary>Why a process cannot start, in one line for the person who started it.</summary>
public static class StartFailure
{
    /// <summary>The line; null for a failure that nobody could foresee, whose stack trace is then of more use.</summary>
    /// <param name="exception">What ended the start.</param>
    public static string? OneLine(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception switch
        {
            OptionsValidationException broken => string.Join("; ", broken.Failures),
            AggregateException { InnerExceptions: [var only] } => OneLine(only),
            IOException or SocketException or NpgsqlException or OrleansConfigurationException or KubernetesClusteringException => Flat(exception),
            InvalidOperationException { InnerException: ArgumentException or FormatException } => Flat(exception),
            { InnerException: { } inner } => OneLine(inner) is { } line ? Words(exception, line) : null,
            _ => null,
        };
    }

    /// <summary>
    /// Whether a database or the Kubernetes API is out of reach for the moment: the network, a restart, too many connections. One that answers with a
    /// refusal, such as a wrong password, needs a person.
    /// </summary>
    /// <param name="exception">What a call of the database ended with.</param>
    public static bool IsOutOfReach(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is NpgsqlException { IsTransient: true } or KubernetesClusteringException { Trouble: KubernetesTrouble.OutOfReach } or SocketException or TimeoutException)
            {
                return true;
            }
        }

        return false;
    }

    // An exception of our own says more than what is in it.
    private static string Words(Exception exception, string line) => exception.Message.Contains(line, StringComparison.Ordinal) ? Flat(exception) : line;

    private static string Flat(Exception exception) => exception.Message.ReplaceLineEndings(" ");
}
