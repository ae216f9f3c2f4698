namespace BackendPlugins.Contracts.Operations;

/// <summary>
/// What a silo knows of itself, asked by <see cref="SiloQuestions"/>. One that has landed elsewhere tells of the silo that it is on.
/// </summary>
[Alias("bp.ISiloReportGrain")]
public interface ISiloReportGrain : IGrainWithStringKey
{
    /// <summary>The silo now, from memory.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Alias("read"), ResponseTimeout("00:00:03")]
    Task<SiloReport> ReadAsync(CancellationToken cancellationToken = default);
}
