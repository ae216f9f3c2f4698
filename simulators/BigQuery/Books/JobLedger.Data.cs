using BackendPlugins.Simulators.BigQuery.Api;
using BackendPlugins.Simulators.BigQuery.Catalog;
using BackendPlugins.Simulators.BigQuery.Journal;

namespace BackendPlugins.Simulators.BigQuery.Books;

/// <summary>The datasets and tables, which jobs change at their ends and callers change at once.</summary>
internal sealed partial class JobLedger
{
    /// <summary>Lets the caller look at the datasets and tables.</summary>
    public T Look<T>(Func<DataCatalog, long, T> read)
    {
        lock (_gate)
        {
            var now = Settle();
            return read(_state.Data, now);
        }
    }

    /// <summary>Changes a dataset or table unless the caller, having looked, refuses.</summary>
    /// <param name="decide">Answers with the refusal or with the entry to apply.</param>
    public ApiError? Change(Func<DataCatalog, long, (ApiError? Refusal, JournalEntry? Entry)> decide)
    {
        lock (_gate)
        {
            var (refusal, entry) = decide(_state.Data, Settle());
            if (entry is not null)
            {
                Record(entry);
            }

            return refusal;
        }
    }
}
