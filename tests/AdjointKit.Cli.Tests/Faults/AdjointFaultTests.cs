using System.Diagnostics;

namespace AdjointKit.Cli.Tests.Faults;

/// <summary>The proof that <c>dottest</c> and <c>gradcheck</c> see a wrong adjoint: with one sign flipped, both fail and name the operators that it stands in, and no other.</summary>
[Trait("Category", "Slow")]
public class AdjointFaultTests(FaultyBuild build) : IClassFixture<FaultyBuild>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static TheoryData<string> Faults => [.. AdjointFault.All.Select(fault => fault.Name)];

    [Fact]
    public void Without_a_fault_every_operator_and_every_gradient_passes()
    {
        foreach (Command checks in RunBoth(fault: null)) Assert.StartsWith("all ", checks.MustSucceed().Output.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_flipped_sign_is_found_and_the_operator_is_named(string name)
    {
        AdjointFault fault = AdjointFault.All.Single(candidate => candidate.Name == name);
        foreach (Command checks in RunBoth(name))
        {
            Assert.True(checks.ExitCode == 1, $"exit {checks.ExitCode}: {checks.Output}{checks.Error}");
            string[] lines = checks.Output.TrimEnd().Split('\n');
            string summary = lines[^1];
            string[] failed = [.. lines.Where(line => line.EndsWith(" NO", StringComparison.Ordinal)).Select(line => line.Split("  ")[0])];
            Assert.NotEmpty(failed);
            Assert.All(failed, row => Assert.Contains(row, summary, StringComparison.Ordinal));
            Assert.All(failed, row => Assert.True(Array.Exists(fault.Culprits, culprit => row.Contains(culprit, StringComparison.Ordinal)), $"{row} has nothing to do with it"));
            Assert.All([fault.Culprits[0], fault.Culprits[^1]], culprit => Assert.Contains(failed, row => row.StartsWith("acoustic", StringComparison.Ordinal) && row.Contains(culprit, StringComparison.Ordinal)));
        }
    }

    /// <summary>Both commands at once, on one thread each.</summary>
    private Command[] RunBoth(string? fault)
    {
        using Process dottest = build.Start(fault, "dottest", "--quiet", "--threads", "1");
        using Process gradcheck = build.Start(fault, "gradcheck", "--quiet", "--threads", "1");
        Task<Command> first = Task.Run(() => Command.Await(dottest, Patience));
        Command second = Command.Await(gradcheck, Patience);
        return [first.Result, second];
    }
}
