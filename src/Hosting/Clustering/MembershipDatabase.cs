using BackendPlugins.Clustering.Kubernetes;
using Microsoft.Extensions.Options;
using Npgsql;

namespace BackendPlugins.Hosting.Clustering;

/// <summary>Where the members are written down, the database or the Kubernetes API, looked at before a silo joins: a silo that cannot read it cannot be started a second time.</summary>
public sealed class MembershipDatabase(IOptions<ClusteringOptions> options, KubernetesClusterCheck? kubernetes = null)
{
    private const string NoSuchTable = "42P01";

    /// <summary>Makes sure that it answers and has its tables; does nothing where the members are written down nowhere.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="NpgsqlException">It is out of reach or refuses.</exception>
    /// <exception cref="OptionsValidationException">It has no tables for members.</exception>
    /// <exception cref="KubernetesClusteringException">The Kubernetes API is out of reach or refuses.</exception>
    public async Task VerifyAsync(CancellationToken cancellationToken)
    {
        if (kubernetes is not null)
        {
            await kubernetes.VerifyAsync(cancellationToken);
            return;
        }

        if (options.Value is not { Provider: ClusteringOptions.Postgres, ConnectionString: { } connectionString })
        {
            return;
        }

        await using var connection = new NpgsqlConnection(MembershipConnection.Of(connectionString));
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand("SELECT count(*) FROM orleansquery", connection);
        try
        {
            await command.ExecuteScalarAsync(cancellationToken);
        }
        catch (PostgresException missing) when (missing.SqlState == NoSuchTable)
        {
            throw new OptionsValidationException(
                ClusteringOptions.Section,
                typeof(ClusteringOptions),
                ["The database of ConnectionStrings:Cluster has no tables for members: apply the job store's migrations to it (the silo's command migrate with ConnectionStrings:Jobs set to it)."]);
        }
    }
}
