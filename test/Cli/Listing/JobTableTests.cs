using BackendPlugins.Cli.Listing;
using BackendPlugins.Cli.Tests.Fakes;
using Spectre.Console;
using Spectre.Console.Testing;

namespace BackendPlugins.Cli.Tests.Listing;

public sealed class JobTableTests
{
    private static readonly DateTimeOffset Now = new(2026, 8, 21, 6, 0, 0, TimeSpan.Zero);

    private static readonly JobListEntry Job = new()
    {
        Key = Jobs.Key, Phase = "RUNNING", Execution = "e1", Node = "n0", Attempt = 1, CreatedAt = Now.AddMinutes(-3), Message = "a long\nmessage of several words",
    };

    [Theory]
    [InlineData(null, "KEY PHASE EXECUTION NODE ATTEMPT AGE MESSAGE|" + Jobs.Key + " RUNNING e1 n0 1 3m 0s a long message of several words")]
    [InlineData(115, "KEY PHASE EXECUTION NODE ATTEMPT AGE MESSAGE|" + Jobs.Key + " RUNNING e1 n0 1 3m 0s a long message of several…")]
    [InlineData(80, "KEY PHASE EXECUTION NODE ATTEMPT AGE|" + Jobs.Key + " RUNNING e1 n0 1 3m 0s")]
    public void A_job_is_one_line_whose_message_is_cut_to_the_terminal(int? width, string lines)
    {
        using var console = new TestConsole();
        console.Profile.Width = 1000;
        var table = JobTable.Of([Job], Now, width);
        table.Border = TableBorder.None;
        console.Write(table);

        string.Join('|', console.Lines.Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))).ShouldBe(lines);
    }
}
