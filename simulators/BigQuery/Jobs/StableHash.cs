using System.Security.Cryptography;
using System.Text;

namespace BackendPlugins.Simulators.BigQuery.Jobs;

/// <summary>Hashes that are the same in every process, for names and lots that must survive a restart.</summary>
internal static class StableHash
{
    public static string Hex(string text, int length) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..length];

    public static int Seed(int seed, string text) => seed ^ BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
