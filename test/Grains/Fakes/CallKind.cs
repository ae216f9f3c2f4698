namespace BackendPlugins.Grains.Tests;

internal enum CallKind
{
    Submit,
    LookUp,
    Cancel,
}
