using AdjointKit.TestKit;

namespace AdjointKit.Cli.Tests.Faults;

/// <summary>Says early, without a build, that a fault has lost its place.</summary>
public class FaultTextTests
{
    [Fact]
    public void Every_fault_finds_its_text_once()
    {
        foreach (SourceEdit edit in AdjointFault.All.SelectMany(fault => fault.Edits)) Assert.Contains(edit.Text, edit.Find(Repository.Root), StringComparison.Ordinal);
    }
}
