using System.Net.Http.Json;
using System.Text.Json;
using BackendPlugins.Simulators.BigQuery.Books;
using BackendPlugins.Simulators.BigQuery.Faults;

namespace BackendPlugins.Cluster.Runner.Nemesis;

/// <summary>The service's own paths: faults and books.</summary>
internal sealed class ServiceFaults(Uri service) : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly HttpClient _http = new() { BaseAddress = service, Timeout = TimeSpan.FromSeconds(20) };

    /// <exception cref="HttpRequestException">The service is down.</exception>
    public async Task AddAsync(Fault fault) => (await _http.PostAsJsonAsync("_faults", new[] { fault }, Json)).EnsureSuccessStatusCode();

    /// <summary>Takes a fault away; a service that was killed meanwhile has forgotten it.</summary>
    /// <exception cref="HttpRequestException">The service is down.</exception>
    public Task RemoveAsync(string id) => _http.DeleteAsync($"_faults/{id}");

    public async Task ClearAsync() => (await _http.DeleteAsync("_faults")).EnsureSuccessStatusCode();

    public async Task<SimulatorBooks> ReadBooksAsync() => (await _http.GetFromJsonAsync<SimulatorBooks>("_books", Json))!;

    /// <summary>Calls that the service has received since it was started.</summary>
    public async Task<long> ReadCallsAsync() => (await ReadBooksAsync()).Calls.Values.Sum();

    public void Dispose() => _http.Dispose();
}
