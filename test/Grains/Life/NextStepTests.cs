using BackendPlugins.Contracts;
using BackendPlugins.Grains.Life;

namespace BackendPlugins.Grains.Tests;

public sealed class NextStepTests
{
    private const bool F = false;
    private const bool T = true;

    /// <summary>Stage, cancelled; then what each of (resolve first, may have landed, cancel due) leads to, in binary order FFF to TTT.</summary>
    private static readonly (JobStage Stage, bool Cancelled, Step[] Steps)[] Table =
    [
        (JobStage.Accepted, F, Every(Step.Submit)),
        (JobStage.Accepted, T, Every(Step.Abandon)),
        (JobStage.Submitting, F, [Step.Submit, Step.Submit, Step.Submit, Step.Submit, Step.Resolve, Step.Resolve, Step.Resolve, Step.Resolve]),
        (JobStage.Submitting, T, [Step.Abandon, Step.Abandon, Step.Resolve, Step.Resolve, Step.Abandon, Step.Abandon, Step.Resolve, Step.Resolve]),
        (JobStage.Tracked, F, Every(Step.LookUp)),
        (JobStage.Tracked, T, [Step.LookUp, Step.Cancel, Step.LookUp, Step.Cancel, Step.LookUp, Step.Cancel, Step.LookUp, Step.Cancel]),
        (JobStage.Ended, F, Every(Step.None)),
        (JobStage.Ended, T, Every(Step.None)),
    ];

    public static TheoryData<JobStage, bool, bool, bool, bool, string> Rows()
    {
        var rows = new TheoryData<JobStage, bool, bool, bool, bool, string>();
        foreach (var (stage, cancelled, steps) in Table)
        {
            for (var i = 0; i < 8; i++)
            {
                rows.Add(stage, cancelled, (i & 4) != 0, (i & 2) != 0, (i & 1) != 0, steps[i].ToString());
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_situation_has_its_step(JobStage stage, bool cancelled, bool resolveFirst, bool mayHaveLanded, bool cancelDue, string step)
    {
        var job = Records.Accepted with { Stage = stage, Cancel = cancelled ? new CancelIntent(Records.Start, "why") : null };

        NextStep.Of(job, resolveFirst, mayHaveLanded, cancelDue).ToString().ShouldBe(step);
    }

    [Fact]
    public void The_table_names_every_stage() =>
        Table.Select(row => row.Stage).Distinct().ShouldBe(Enum.GetValues<JobStage>());

    private static Step[] Every(Step step) => [.. Enumerable.Repeat(step, 8)];
}
