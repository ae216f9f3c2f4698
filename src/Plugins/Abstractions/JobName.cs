using System.Text;

namespace BackendPlugins;

/// <summary>What a job's id at its service is made of. The same attempt has always the same parts.</summary>
/// <param name="Execution">Workflow execution; may be empty.</param>
/// <param name="Node">Node; may be empty.</param>
/// <param name="Attempt">Zero-based attempt.</param>
/// <param name="Hash">The job key's hash: lower-case letters and digits. Alone it is unique.</param>
public sealed record JobName(string Execution, string Node, int Attempt, string Hash)
{
    /// <summary>
    /// <c>flyte_{execution}_{node}_{attempt}_{hash}</c> in letters, digits, <c>_</c> and <c>-</c>; other characters become
    /// <c>-</c>. Where it would be too long the readable parts are cut, never the hash.
    /// </summary>
    /// <param name="maximumLength">The service's limit; at least the hash's length plus 6.</param>
    public string Format(int maximumLength)
    {
        var tail = $"_{Hash}";
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumLength, tail.Length + 5);
        var head = new StringBuilder("flyte");
        foreach (var part in (string[])[Execution, Node, Attempt.ToString(System.Globalization.CultureInfo.InvariantCulture)])
        {
            if (part.Length > 0)
            {
                head.Append('_');
                foreach (var c in part)
                {
                    head.Append(char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-');
                }
            }
        }

        head.Length = Math.Min(head.Length, maximumLength - tail.Length);
        return head.Append(tail).ToString();
    }
}
