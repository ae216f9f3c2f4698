namespace BackendPlugins.Grains.Tests;

/// <summary>As those of a database's driver: no other process could read it.</summary>
internal sealed class DriverException() : Exception("the driver's own words");
