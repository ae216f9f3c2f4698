namespace BackendPlugins.Clustering.Kubernetes.Tests.Model;

/// <summary>What one of several silos does with the table, from what it has last read of it.</summary>
public enum Deed
{
    /// <summary>Reads all.</summary>
    Read,

    /// <summary>Reads one row.</summary>
    ReadRow,

    /// <summary>Inserts a silo that has not been there.</summary>
    Insert,

    /// <summary>Inserts a silo that is there.</summary>
    InsertAgain,

    /// <summary>Gives a silo its next status.</summary>
    Advance,

    /// <summary>Votes that a silo is dead.</summary>
    Vote,

    /// <summary>Gives a sign of life.</summary>
    Beat,

    /// <summary>Forgets old dead silos.</summary>
    CleanUp,

    /// <summary>All silos read and insert at once.</summary>
    Race,
}
