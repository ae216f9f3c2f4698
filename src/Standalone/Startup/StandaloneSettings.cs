namespace BackendPlugins.Standalone.Startup;

/// <summary>Settings that follow from others; each gives way to one that was set.</summary>
internal static class StandaloneSettings
{
    /// <summary>Whether a BigQuery is named somewhere, so that no simulator is started.</summary>
    public static bool NamesBigQuery(IConfiguration configuration) =>
        !string.IsNullOrEmpty(configuration["Plugins:BigQuery:Endpoint"]) || !string.IsNullOrEmpty(configuration["BIGQUERY_EMULATOR_HOST"]);

    /// <summary>Adds what is not set.</summary>
    public static void AddDerived(ConfigurationManager configuration, DataFolder data, Uri? simulator)
    {
        var (silo, gateway) = Ports.TwoFree();
        var derived = new Dictionary<string, string?>
        {
            ["ConnectionStrings:Jobs"] = data.JobsConnectionString,
            ["Secrets:KeyFolder"] = data.KeyFolder,
            ["Silo:Port"] = silo.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["Silo:GatewayPort"] = gateway.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        if (simulator is not null)
        {
            derived["Plugins:BigQuery:Endpoint"] = simulator.AbsoluteUri;
            derived["Plugins:BigQuery:Credentials"] = "anonymous";
        }

        configuration.AddInMemoryCollection(derived.Where(pair => string.IsNullOrEmpty(configuration[pair.Key])).ToList());
    }
}
