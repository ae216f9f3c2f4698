namespace BackendPlugins.Grains.LookUps;

/// <summary>
/// Who waits at the desk. A hundred thousand wait at once where a list is long, so a wait is an entry in a list and not a
/// suspended method.
/// </summary>
internal interface ILookUpAsker
{
    /// <summary>The wait is over. Comes from any thread, once for each wait.</summary>
    /// <param name="ticket">What <see cref="LookUpDesk.Join"/> gave; the asker may have left meanwhile.</param>
    /// <param name="entry">The job's entry of the list; null where the list did not tell of it.</param>
    void Answered(object ticket, byte[]? entry);
}
